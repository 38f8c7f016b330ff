# Questions that the first conversation and the settings both ask.

choice-other-hours = Another number…
choice-ask-hours = How many hours a week?
choice-ask-hours-hint = such as 6 or 7.5
choice-bad-hours = I need a number of hours from 1 to 80, for example 6 or 7.5.

choice-other-days = Other days…
choice-ask-days = Which days?
choice-ask-days-hint = such as mon wed fri
choice-bad-days = I couldn't read those days. Try mon wed fri, or mon-sat, or every day.

choice-other-time = Another time…
choice-ask-time = At what time?
choice-ask-time-hint = such as 21:30
choice-bad-time = I couldn't read that as a time. Try 9, 21:30, 9am or 9 pm.
choice-no-reminder = No reminders

choice-other-zone = Another place…
choice-ask-zone = Which city are you in?
choice-ask-zone-hint = such as Berlin or UTC+3
choice-bad-zone = I don't know that place. Try a big city near you such as Berlin, a zone such as Asia/Tokyo, or UTC+3.
choice-zone-now = { $zone }, where it is { $time } now
choice-zone-fixed = { $zone }, where it is { $time } now (a fixed offset: it won't follow clock changes)
