start-summary = Set up your roadmap, or pick up where you are
start-arg-roadmap = The roadmap you'd like to walk, or a topic on it; leave it out to pick one together

start-back =
    Hello again, { $name }! You're on **{ $roadmap }**, at { $place }.
    What would you like to do?
start-back-finished =
    Hello again, { $name }! You've finished **{ $roadmap }**.
    What would you like to do?
start-go-on = Go on
start-switch = Switch roadmap
start-again = Start over
start-take = Take { $roadmap }
start-jump = Go to { $step }
start-again-sure = Shall I ask you the six questions again, or clear what you've marked? The questions leave your marks as they are.
start-again-yes = Ask me again
start-again-clear = Clear my marks
start-cleared = Your marks are cleared, and you're back at the first step. The days you studied still count.
start-already-answered = You've answered that one already.

start-hello = Hi { $name }, I'm Milepost. I'll walk **{ $roadmap }** with you: one step at a time, with a reminder and short quizzes.
start-hello-new = Hi { $name }, I'm Milepost. I walk a long learning roadmap with you: one step at a time, with a reminder and short quizzes.
start-ask-roadmap =
    Question { $number } of { $of }: which roadmap shall we take?
    { $place ->
        [group] You can also send me one of your own, as a Markdown file, in private.
       *[private] You can also send me one of your own, as a Markdown file.
    }
start-offer = **{ $title }** ({ $size }). { $audience }
start-own = Yours alone.
start-ask-hours = Question { $number } of { $of }: how many hours a week can you study? An honest number beats a brave one.
start-ask-days = Question { $number } of { $of }: on which days? The other days are rest days and never break your streak.
start-ask-time = Question { $number } of { $of }: at what time shall I remind you? { $place ->
    [group] Press one, or Another time… to type it.
   *[private] Pick one or type it, such as 21:30.
}
start-ask-zone =
    Question { $number } of { $of }: which time zone are you in? I think it's { $zone }.
    { $place ->
        [group] If that's wrong, press Type a city….
       *[private] If that's wrong, type your city, such as Berlin.
    }
start-ask-zone-unknown =
    Question { $number } of { $of }: what time is it where you are? Press it, and your reminders come at the right hour.
    { $place ->
        [group] If it isn't there, press Type a city….
       *[private] If it isn't there, type your city, such as Berlin.
    }
start-ask-first-step =
    Question { $number } of { $of }: where do you start?
    The { $which ->
        [next] next
       *[first] first
    } step is **{ $step }**: { $count ->
        [one] one item
       *[other] { $count } items
    }, about { $time }.
start-ask-elsewhere = Pick the phase to start with. The ones before it stay open, and you can come back any time.
start-zone-right = Yes, that's my time
start-here = Start here
start-elsewhere = I know some of this already

start-type-roadmap = Type the name of the roadmap.
start-type-hours = How many hours a week? Type a number such as 6 or 7.5.
start-type-days = Which days? Type them, such as mon wed fri.
start-type-time = At what time? Type it, such as 21:30.
start-type-zone = Which city are you in? Type it, such as Berlin.
start-bad-roadmap = I don't have that roadmap. Press one of the buttons above, or type its name, for example { $example }.
start-bad-hours = I need a number of hours from 1 to 80, for example 6 or 7.5.
start-bad-days = I couldn't read those days. Try mon wed fri, or mon-sat, or every day.
start-bad-time = I couldn't read that as a time. Try 9, 21:30, 9am or 9 pm.
start-bad-zone = I don't know that place. Try a big city near you such as Berlin, a zone such as Asia/Tokyo, or UTC+3.
start-bad-first-step = Press one of the buttons above, for example Start here.

start-show = Show my { $which ->
    [next] next
   *[first] first
} step

start-done =
    You're on your way: **{ $roadmap }**, { $time } a week, { $days } ({ $zone } time).
    { $reminder }
    Your { $which ->
        [next] next
       *[first] first
    } step is **{ $step }**. Type /today to see it. You can change all of this in /settings.
start-reminder = I'll remind you at { $time }; the first time is { $next }.
start-no-reminder = I won't send reminders.
start-filled = You hadn't chosen { $names } yet, so I picked what suits most people.
start-filled-roadmap = a roadmap
start-filled-hours = hours
start-filled-days = days
start-filled-time = a time
start-filled-zone = a time zone
