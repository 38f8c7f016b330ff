"""The permissions that the fake knows of, as bits."""

BITS = {
    "administrator": 1 << 3,
    "manage_channels": 1 << 4,
    "manage_guild": 1 << 5,
    "view_channel": 1 << 10,
    "send_messages": 1 << 11,
    "manage_messages": 1 << 13,
    "embed_links": 1 << 14,
    "attach_files": 1 << 15,
    "read_message_history": 1 << 16,
    "use_application_commands": 1 << 31,
    "manage_threads": 1 << 34,
    "create_public_threads": 1 << 35,
    "send_messages_in_threads": 1 << 38,
}
_EVERYBODY = (
    *("view_channel", "send_messages", "embed_links", "attach_files", "read_message_history"),
    *("use_application_commands", "create_public_threads", "send_messages_in_threads"),
)
EVERYBODY = sum(BITS[name] for name in _EVERYBODY)
"""What @everyone may, and the bot with it; in direct messages everybody may this much."""
ALL = sum(BITS.values())


def bit(name: str) -> int:
    assert name in BITS, f"the fake knows no permission {name!r}, but {sorted(BITS)}"
    return BITS[name]


def may_all(rights: int, wanted: int) -> bool:
    """Administrators may everything."""
    return bool(rights & bit("administrator")) or rights & wanted == wanted
