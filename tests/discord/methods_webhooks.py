"""What an interaction's token reaches after the first answer."""

from tests.discord.calls import Answer, Call, Route
from tests.discord.checks import FOR_INTERACTIONS, draft
from tests.discord.interactions import FakeInteraction
from tests.discord.messages import EPHEMERAL, FakeMessage
from tests.discord.promises import check_promise
from tests.discord.refusals import dead_token, too_many_follow_ups, unknown_webhook
from tests.discord.writing import delete, rewrite, write

FOLLOW_UPS = 5
"""For applications that a person installed alone, where no guild did."""


def follow_up(call: Call) -> Answer:
    """A new message, or what fills the deferral."""
    interaction = _interaction(call)
    check_promise(call)
    original = interaction.original
    wanted = draft(call.request.body, call.request.files, FOR_INTERACTIONS)
    if original and original.loading and not original.deleted:
        rewrite(call.world, original, wanted)
        return Answer(200, original.json())
    made = len([one for one in interaction.messages if one.follow_up])
    if interaction.by_user_install_alone and made >= FOLLOW_UPS:
        raise too_many_follow_ups()
    only_for = interaction.by if (wanted.flags or 0) & EPHEMERAL else None
    message = write(call.world, interaction.place, wanted, only_for=only_for, interaction=interaction, follow_up=True)
    interaction.messages.append(message)
    return Answer(200, message.json())


def get(call: Call) -> Answer:
    return Answer(200, _message(call).json())


def edit(call: Call) -> Answer:
    message = _message(call)
    check_promise(call)
    rewrite(call.world, message, draft(call.request.body, call.request.files, FOR_INTERACTIONS, edited=message))
    return Answer(200, message.json())


def remove(call: Call) -> Answer:
    delete(call.world, _message(call))
    return Answer(204)


def _interaction(call: Call) -> FakeInteraction:
    if call.parts["application"] != str(call.world.application_id):
        raise unknown_webhook()
    interaction = call.world.interactions.get(call.parts["token"])
    if interaction is None:
        raise dead_token()
    interaction.check_token()
    return interaction


def _message(call: Call) -> FakeMessage:
    return _interaction(call).named(call.parts["message"])


_HOOK = "/webhooks/{application}/{token}"
ROUTES = (
    Route("POST", _HOOK, follow_up, "webhook:{token}", open=True),
    Route("GET", f"{_HOOK}/messages/{{message}}", get, "webhook-read:{token}", open=True),
    Route("PATCH", f"{_HOOK}/messages/{{message}}", edit, "webhook-edit:{token}", open=True),
    Route("DELETE", f"{_HOOK}/messages/{{message}}", remove, "webhook-delete:{token}", open=True),
)
