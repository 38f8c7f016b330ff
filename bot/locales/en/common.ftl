# Said by the engine itself, and words that several conversations share.

core-sorry = Something broke on my side, and I've noted it. Nothing of yours is lost. Please try that again.
core-unknown-command = I don't know /{ $name }. Type /help for what I can do.
core-unknown-command-nearest = I don't know /{ $name }. Did you mean /{ $nearest }?
core-bad-arguments = I couldn't read that. Write it like this: { $example }
core-home-closed = I couldn't reach you in private, so your reminders didn't get through. Allow direct messages from me, and I'll try again.
core-files-in-private = Send me that file in private, and I'll read it there.
core-no-files = I can't use files here yet. Type /help for what I can do.
core-answer-in-private = { $name }, that's between you and me: write to me in private and type /start.
core-private-chat = Open our chat

stale-button = This button is from an earlier message. Here is where you are now.
not-started = You haven't picked a roadmap yet. Type /start and we'll set it up together.

span-minutes = { $minutes } min
span-hours = { $hours } h
span-hours-minutes = { $hours } h { $minutes } min
span-weeks = { $weeks ->
    [one] a week
   *[other] { $weeks } weeks
}
span-months = { $months } months
size-phases = { $phases ->
    [one] one phase
   *[other] { $phases } phases
}
size-stated = { $time }, { $phases }
size-estimated = about { $time } by our estimate, { $phases }

days-every = every day
days-work = Monday to Friday
days-weekend = weekends
day-0 = Mon
day-1 = Tue
day-2 = Wed
day-3 = Thu
day-4 = Fri
day-5 = Sat
day-6 = Sun
weekday-0 = Monday
weekday-1 = Tuesday
weekday-2 = Wednesday
weekday-3 = Thursday
weekday-4 = Friday
weekday-5 = Saturday
weekday-6 = Sunday
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
date = { $day } { $month } { $year }
moment-today = today at { $time }
moment-tomorrow = tomorrow at { $time }
moment-weekday = { $weekday } at { $time }
moment-date = on { $date } at { $time }
