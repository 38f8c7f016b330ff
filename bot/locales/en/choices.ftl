# Questions that the first conversation and the settings both ask.

choice-ask-roadmap = Which roadmap?
choice-ask-roadmap-hint = such as Python backend developer

choice-other-hours = Another number…
choice-ask-hours = How many hours a week?
choice-ask-hours-hint = such as 6 or 7.5

choice-other-days = Other days…
choice-ask-days = Which days?
choice-ask-days-hint = such as mon wed fri

choice-other-time = Another time…
choice-ask-time = At what time?
choice-ask-time-hint = such as 21:30
choice-no-reminder = No reminders

choice-other-zone = Type a city…
choice-ask-zone = Which city are you in?
choice-ask-zone-hint = such as Berlin or UTC+3
choice-zone-offer = { $time } { $city }
choice-zone-now = { $zone }, where it is { $time } now
choice-zone-fixed = { $zone }, where it is { $time } now (a fixed offset: it won't follow clock changes)
