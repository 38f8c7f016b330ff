quiz-summary = A short quiz about where you are, or about a topic
# At most 100 characters, as all texts called “-arg-”.
quiz-arg-topic = What it's about, such as lists; without one, it's where you are on your roadmap
quiz-arg-count = How many questions you'd like

quiz-question = { $number }/{ $of } · { $topic }
quiz-choose-all = Choose all that are right, then press Check.
quiz-check = Check
# On a button, and on the window that it may open.
quiz-type = Type the answer
quiz-type-hint = Your answer
quiz-type-or-press = { $place ->
    [private] Type your answer here.
   *[group] Press Type the answer to answer.
}
quiz-type-now = Type your answer.
quiz-type-words = Your answer should be some words or a number, such as 404. Type it here.
quiz-typed-late = That question is over. Start another quiz with /quiz.
quiz-choose-first = Choose at least one answer first.
quiz-answered-before = You've answered that one already.
quiz-right = Right!
quiz-wrong = Not quite.
quiz-yours = (your answer)
quiz-missed = (the right answer)
quiz-source = Read more

quiz-score = **{ $right } of { $total } right**
quiz-topic-score = { $topic }: { $right } of { $total }
quiz-all-right = Nothing to look at again. Take the next step while it's fresh!
quiz-some-wrong = { $count ->
    [one] One to look at again: press Retry mine, now or later.
   *[other] { $count } to look at again: press Retry mine, now or later.
}
quiz-retry = Retry mine
quiz-next-step = Next step

quiz-goes-on = That was an earlier quiz. This one goes on at question { $number } of { $of }.
quiz-which-topic = Which one? Try /quiz with one of these: { $topics }.
quiz-under-way = You have a quiz under way, at question { $number } of { $of }.
quiz-resume = Go on
quiz-start-new = Start a new one
quiz-stopped = Quiz stopped. Start another with /quiz.
quiz-left = I've closed the earlier quiz.
quiz-left-score = I've closed the earlier quiz: { $right } of { $total } right there.
quiz-stopped-score = Quiz stopped: { $right } of { $total } right so far. Start another with /quiz.

quiz-unknown-topic = I don't know the topic “{ $topic }”. Try /quiz lists 5, or one of these: { $near }.
quiz-no-questions = I have no questions about { $topic } yet. Try one of these: { $near }.
quiz-none-here = I have no questions about this part of the roadmap yet. Try one of these, such as /quiz lists 5: { $near }.
