# What platforms show of the bot before anybody has spoken to it.

# At most 120 characters.
profile-about = Walks a long learning roadmap with you: one step at a time, with a reminder and short quizzes.
# At most 512 characters.
profile-description =
    Long roadmaps are easy to begin and hard to finish. I walk one with you, such as “Python backend developer”:

    · today's step, and when you'll be done
    · a reminder at your time of day
    · short quizzes on what you've learned

    Press Start and answer six questions.
