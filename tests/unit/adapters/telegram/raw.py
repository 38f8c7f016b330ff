"""Updates as Telegram sends them, and outbox rows for them."""

from datetime import UTC, datetime
from typing import Any

from bot.adapters.telegram.decode import Me
from bot.core.lowering import Op
from bot.core.model import Address, Body
from bot.core.ports import OutboxRow

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
ME = Me(700, "MilepostBot")
ANN: dict[str, Any] = {
    "id": 5001,
    "is_bot": False,
    "first_name": "Ann",
    "last_name": "Lee",
    "username": "annlee",
    "language_code": "de",
}
BOT: dict[str, Any] = {"id": ME.id, "is_bot": True, "first_name": "Milepost", "username": ME.username}
PRIVATE: dict[str, Any] = {"id": 5001, "first_name": "Ann", "type": "private"}
GROUP: dict[str, Any] = {"id": -1001234, "title": "Readers", "type": "supergroup", "is_forum": True}
CHANNEL: dict[str, Any] = {"id": -1009, "title": "News", "type": "channel"}
FROM_BOT: dict[str, Any] = {"message_id": 9, "from": BOT, "chat": GROUP, "date": 1_772_400_000, "text": "?"}


def update(update_id: object = 41, **kinds: object) -> dict[str, Any]:
    return {"update_id": update_id, **kinds}


def message(chat: dict[str, Any] = PRIVATE, **fields: object) -> dict[str, Any]:
    """`sender` is the field "from"; None leaves a field out."""
    sender = fields.pop("sender", ANN)
    whole = {"message_id": 10, "from": sender, "chat": chat, "date": 1_772_474_400, **fields}
    return update(message={name: value for name, value in whole.items() if value is not None})


def press(under: dict[str, Any] | None, **fields: object) -> dict[str, Any]:
    whole = {"id": "77", "from": ANN, "message": under, "chat_instance": "1", "data": "td1:a", **fields}
    return update(callback_query={name: value for name, value in whole.items() if value is not None})


def membership(chat: dict[str, Any], status: str, **member: object) -> dict[str, Any]:
    change = {
        "chat": chat,
        "from": ANN,
        "date": 1_772_474_400,
        "old_chat_member": {"user": BOT, "status": "left"},
        "new_chat_member": {"user": BOT, "status": status, **member},
    }
    return update(my_chat_member=change)


def row(
    body: Body | None = None,
    op: Op = "send",
    *,
    chat: str = "5001",
    thread: str = "",
    only_for: str = "",
    token: str = "",
    message: str | None = None,
    poll: str = "",
) -> OutboxRow:
    return OutboxRow(
        id=1,
        key="tg-700-41/0",
        conversation=1,
        address=Address("telegram", chat, thread),
        op=op,
        ref=2,
        body=body,
        priority=0,
        created_at=NOW,
        only_for=only_for,
        token=token,
        message=message,
        poll=poll,
    )
