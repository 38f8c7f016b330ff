settings-summary = Change your hours, days, reminder or time zone
settings-card =
    { "" }**Your settings**
    Roadmap: { $roadmap }
    Hours a week: { $hours }
    Study days: { $days }
    Reminder: { $time }
    Time zone: { $zone }

    Press what you want to change.
settings-roadmap = Roadmap
settings-hours = Hours
settings-days = Days
settings-time = Reminder
settings-zone = Time zone
settings-back = Back to settings
settings-even-studied = Remind me even if I've studied
settings-skip-studied = Only remind me if I haven't studied
settings-time-off = off
settings-ask-roadmap = Which roadmap shall we take? Your progress on { $value } is kept.
settings-ask-hours = How many hours a week? It's { $value } now. { $place ->
    [group] Press one, or Another number….
   *[private] Pick one, or type a number such as 6.
}
settings-ask-days = On which days do you study? It's { $value } now. { $place ->
    [group] Press one, or Other days….
   *[private] Pick, or type such as mon wed fri.
}
settings-ask-time = When shall I remind you? It's { $value } now. { $place ->
    [group] Press one, or Another time….
   *[private] Pick, or type a time such as 21:30.
}
settings-ask-zone = Where are you? It's { $value } now. { $place ->
    [group] Press Type a city… to change it.
   *[private] Type your city such as Berlin, or an offset such as UTC+3.
}
settings-changed = Saved. { $what }
settings-told-roadmap = You're on { $value } now.
settings-told-hours = You study { $value } a week.
settings-told-days = Your study days: { $value }. Your streak so far stays as it was.
settings-told-time = Your reminder: { $value }.
settings-told-zone = You're in { $zone }.
settings-told-even = I'll remind you even on days you've studied.
settings-told-skip = I'll stay quiet on days you've studied.
