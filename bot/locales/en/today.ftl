today-summary = Your step for today
today-step = **{ $step }**
today-time = About { $time } · { $done } of { $total } done
today-time-estimated = About { $time } by our estimate · { $done } of { $total } done
today-resources = To read and try:
today-streak = Streak: { $days ->
    [one] one day
   *[other] { $days } days
}
today-streak-at-risk = Streak: { $days ->
    [one] one day, study today to keep it
   *[other] { $days } days, study today to keep it
}
today-ahead = { $time } left. At your pace you finish between { $earliest } and { $latest }.
today-ahead-estimated = About { $time } left by our estimate. At your pace you finish between { $earliest } and { $latest }.
today-done = Done
today-quiz = Quiz me
today-later = Later
today-map = Map
today-how-long = **{ $step }** is done, well walked! How long did it take?
today-skip-time = Skip
today-finished = **{ $step }** is done.
today-finished-in = **{ $step }** is done, in { $time }.
today-done-before = That step is done already. Here is where you are now.
today-all-done = You've finished **{ $roadmap }**, every step of it. Congratulations! Keep it fresh with /quiz, or look back with /roadmap.

phase-done = That was the last step of **{ $phase }** ({ $done } of { $total } items done).
phase-logged = You logged { $time } on it.
phase-next = Next comes **{ $phase }**, { $time }.

undo = Undo
undo-done = Undone.
undo-too-late = That can't be undone any more. You can change any mark in /roadmap.

later-ask = No problem. When shall I come back to this?
later-back = Back
