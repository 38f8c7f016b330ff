# A roadmap that somebody sends as a file.

bring-read = I've read **{ $title }**: { $size }, { $topics ->
    [one] one topic
   *[other] { $topics } topics
}.
bring-asked = For { $asked } of them I have questions to ask you.
bring-ticked = { $ticked ->
    [one] One is ticked already, and stays so.
   *[other] { $ticked } are ticked already, and stay so.
}
bring-dropped = Left out: { $what }.
bring-dropped-lines = { $what } ({ $lines ->
    [one] one line
   *[other] { $lines } lines
})
bring-dropped-about = about the document
bring-dropped-advice = advice
bring-dropped-code = code
bring-dropped-contents = contents
bring-dropped-filler = fillers
bring-dropped-front-matter = front matter
bring-dropped-introduction = introduction
bring-dropped-legend = legend
bring-dropped-offer = offers to go on
bring-dropped-prose = prose
bring-dropped-too-deep = nested too deep
bring-dropped-too-long = too long
bring-lost = { $lost ->
    [one] One character
   *[other] { $lost } characters
} in it couldn't be read.
bring-ask = { $count ->
    [one] Shall we study it?
   *[other] Which one shall we study?
} Only you will see it.
bring-ask-update = You have an older state of it. Shall I update that? What is still there keeps your ticks.
bring-study = { $count ->
    [one] Study it
   *[other] Study { $title }
}
bring-update = Update { $title }
bring-new = Keep both
bring-no = No, thanks
bring-taken = **{ $title }** it is. Only you see it.
bring-begun =
    You're on **{ $title }** now; your marks on the other roadmaps stay.
    Next is **{ $step }**. Type /today to see it.
bring-updated = **{ $title }** is up to date: { $kept ->
    [one] one topic
   *[other] { $kept } topics
} as before, { $added } new, { $removed } gone. Type /today to go on.
bring-kept-nothing = All right, I've kept nothing of it.
bring-gone = That file is settled, or older than a day. Send it again, and I'll read it anew.
bring-full = You have { $count } roadmaps of your own, as many as I can keep. Which one shall make room for **{ $title }**? It goes for good.
bring-instead = { $title } goes

bring-too-big = That file is over 1 MB, more than any roadmap needs. Send one that holds the roadmap alone, such as roadmap.md.
bring-too-long = That file has over 20,000 lines, more than I can walk with anybody. Send a part of it, for example its first year.
bring-too-many = That file has over 5,000 topics, more than I can walk with anybody. Send a part of it, for example its first year.
bring-not-text = I can't read that file as text. Send a roadmap in Markdown, such as roadmap.md.
bring-nothing = I found nothing to learn in that file. I look for titles with lists below, such as “# Week 1” and then “- Variables”.
bring-not-fetched = I couldn't fetch that file. Please send it once more.
bring-busy = Several people's files are waiting to be read. Please send yours again in a minute.
