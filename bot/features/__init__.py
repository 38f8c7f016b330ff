"""The conversations of Milepost, a file each. `app.py` passes this tuple; help lists commands in this order."""

from bot.features import account, bringing, help, nudges, onboarding, quiz, report, roadmap, settings, today  # noqa: A004

FEATURES = (
    onboarding.feature,
    today.feature,
    roadmap.feature,
    quiz.feature,
    report.feature,
    nudges.feature,
    settings.feature,
    bringing.feature,
    help.feature,
    account.feature,
)
