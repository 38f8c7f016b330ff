nudge = Time for **{ $step }**: { $count ->
    [one] one item
   *[other] { $count } items
}, about { $time }. Even a quarter of an hour counts.
nudge-late = I'm late with this, sorry: today it's **{ $step }**, { $count ->
    [one] one item
   *[other] { $count } items
}, about { $time }.
nudge-again = As you asked, here I am again: **{ $step }**, { $count ->
    [one] one item
   *[other] { $count } items
}, about { $time }.
nudge-streak = Your streak: { $days ->
    [one] one day
   *[other] { $days } days
}.
nudge-start = Start
nudge-hour = +1 h
nudge-tonight = Tonight
nudge-not-today = Not today
nudge-put-off = Fine, I'll come back { $when }.
nudge-too-late-tonight = The evening is nearly over. Press Not today and rest, or Start for a short round.
nudge-off-until = Rest well. I'll be back { $when }.
nudge-off = Rest well. Your reminders are off; turn them on in /settings.
