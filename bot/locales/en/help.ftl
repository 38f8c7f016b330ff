help-summary = What I can do
help-intro = I walk a long learning roadmap with you, one step at a time.
help-line = /{ $name } · { $summary }
help-outro = Press the buttons under my messages, or type a command. To study a roadmap of your own, send it to me as a Markdown file.
help-unexpected = I didn't expect that just now. Type /help for what I can do.

cancel-summary = Stop what is under way
cancel-question = All right, I've left that as it was.
cancel-nothing = Nothing is under way. Type /help for what I can do.

privacy-summary = What I keep about you
privacy =
    { "" }**What I keep**
    Your account's id and name here; your settings and time zone; the marks on your roadmap; which days you studied and how long you said it took; your quiz answers; what you reported of questions; when I reminded you; roadmaps you sent me.
    I don't keep what you type, beyond the settings it changes, answers to questions and what you report of them. What I sent loses its text once it has arrived.
    For a while I also keep your open quiz, and which messages I have handled. Other learners see none of this. /forget deletes everything at once.
forget-summary = Delete everything I know about you
forget-sure = This deletes your progress, streak, answers, settings and own roadmaps, for good. Are you sure?
forget-yes = Delete everything
forget-no = No, keep it
forget-kept = Good, nothing was deleted. See you at your next step.
forget-done = Everything about you is deleted. If you ever want to start afresh, type /start. Goodbye!
forget-stale = This button is from an earlier message; nothing was deleted.
