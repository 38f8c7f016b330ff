report-summary = Say what's wrong with a quiz question
report-arg-reason = What's wrong with it; without that, I'll ask

report-nothing = I can pass on what's wrong with a question I've asked you within the last day. Take a /quiz first, then type /report.
report-why = What's wrong with this question?
report-wrong = Wrong answer marked
report-unclear = Unclear
report-outdated = Out of date
report-slip = A slip of the pen
report-other = Something else…
report-ask = What's wrong with it?
report-ask-hint = such as: option b is right, too
report-type = Tell me in a sentence or two what's wrong with it.
report-bad = I couldn't find words in that. Tell me in a sentence what's wrong, such as: option b is right, too.

report-thanks = Thank you. I've passed that on for “{ $stem }”, so that others get a better question. Type /quiz for another round.
report-thanks-on = Thank you. I've passed that on for “{ $stem }”, so that others get a better question. Your quiz goes on where it was.
report-enough = You've reported { $count } questions within a day: thank you for looking so closely! Come back tomorrow with this one.
report-stale = That was an earlier question. To report one, type /report soon after I've asked it.
