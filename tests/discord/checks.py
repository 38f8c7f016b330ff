"""What a message must be to be taken: each thing wrong gets its place in the tree of errors."""

import re
from dataclasses import dataclass
from typing import Any

from tests.discord.calls import Upload
from tests.discord.components import check_components
from tests.discord.messages import EPHEMERAL, SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS, FakeMessage
from tests.discord.refusals import Errors, no_json, too_large
from tests.discord.snowflakes import is_snowflake

CONTENT, NONCE, DESCRIPTION, FILES = 2000, 25, 1024, 10
FILE_BYTES = 10 * 1024 * 1024
"""Of each file, and what interactions say as attachment_size_limit."""
FOR_CHANNELS = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS
FOR_INTERACTIONS = FOR_CHANNELS | EPHEMERAL
_FIELD = re.compile(r"files\[(\d+)\]")
_NOT_PLAYED = ("embeds", "sticker_ids", "poll", "tts", "shared_client_theme")


@dataclass(frozen=True, slots=True)
class NewFile:
    name: str
    content: bytes
    description: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A body that was found right; None stands for what it doesn't name."""

    content: str | None
    components: list[dict[str, Any]] | None
    flags: int | None
    kept: list[int] | None
    """Attachments that an edit keeps."""
    files: list[NewFile]
    nonce: str | int | None
    enforce_nonce: bool
    reply_to: int | None


Path = tuple[str | int, ...]


def draft(body: Any, uploads: list[Upload], flags: int, *, edited: FakeMessage | None = None, at: Path = ()) -> Draft:
    """Of a body with only such `flags`. Raises Refusal."""
    if not isinstance(body, dict):
        raise no_json()
    errors = Errors()
    content = _content(body, errors, at)
    given = body.get("flags")
    if given is not None and (type(given) is not int or given & ~flags):
        errors.add((*at, "flags"), "FLAGS_INVALID", f"Only flags within {flags} may be set.")
    components = check_components(body.get("components"), errors, (*at, "components"))
    files, kept = _files(body.get("attachments"), uploads, edited, errors, (*at, "attachments"))
    for name in _NOT_PLAYED:
        if body.get(name):
            errors.add((*at, name), "NOT_PLAYED", "Discord would take this; the fake doesn't play it.")
    nonce = _nonce(body.get("nonce"), errors, at)
    reply = _reply(body.get("message_reference"), errors, at)
    errors.check()
    return Draft(
        content=(content or "").strip() if "content" in body else None,
        components=components if "components" in body else None,
        flags=given,
        kept=kept,
        files=files,
        nonce=nonce,
        enforce_nonce=body.get("enforce_nonce") is True,
        reply_to=reply,
    )


def keeps_the_promise(body: Any) -> bool:
    """Ours, not Discord's: nothing the bot writes may mention anybody."""
    mentions = body.get("allowed_mentions") if isinstance(body, dict) else None
    return (
        isinstance(mentions, dict) and mentions.get("parse") == [] and not (set(mentions) - {"parse", "replied_user"})
    )


def _content(body: dict[str, Any], errors: Errors, at: Path) -> str | None:
    content = body.get("content")
    if content is not None and not isinstance(content, str):
        errors.add((*at, "content"), "STRING_TYPE_CONVERT", f'Could not interpret "{content}" as string.')
        return None
    if content is not None and len(content) > CONTENT:
        errors.add((*at, "content"), "BASE_TYPE_MAX_LENGTH", f"Must be {CONTENT} or fewer in length.")
    return content


def _nonce(nonce: Any, errors: Errors, at: Path) -> str | int | None:
    if nonce is None or type(nonce) is int:
        return nonce
    if not isinstance(nonce, str):
        errors.add((*at, "nonce"), "STRING_TYPE_CONVERT", f'Could not interpret "{nonce}" as string.')
    elif len(nonce) > NONCE:
        errors.add((*at, "nonce"), "BASE_TYPE_MAX_LENGTH", f"Must be {NONCE} or fewer in length.")
    return str(nonce)


def _reply(reference: Any, errors: Errors, at: Path) -> int | None:
    if reference is None:
        return None
    number = reference.get("message_id") if isinstance(reference, dict) else None
    if not is_snowflake(number):
        errors.add((*at, "message_reference", "message_id"), "BASE_TYPE_REQUIRED", "This field is required")
        return None
    return int(str(number))


def _files(
    entries: Any, uploads: list[Upload], edited: FakeMessage | None, errors: Errors, at: Path
) -> tuple[list[NewFile], list[int] | None]:
    by_number: dict[int, Upload] = {}
    for upload in uploads:
        if len(upload.content) > FILE_BYTES:
            raise too_large()
        found = _FIELD.fullmatch(upload.field)
        by_number[int(found[1]) if found else len(by_number)] = upload
    if entries is not None and not isinstance(entries, list):
        errors.add(at, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        entries = []
    existing = {str(one.id): one.id for one in edited.attachments} if edited else {}
    described: dict[int, dict[str, Any]] = {}
    kept: list[int] = []
    for index, entry in enumerate(entries or []):
        number = str(entry.get("id")) if isinstance(entry, dict) else ""
        _check_entry(entry, errors, (*at, index))
        if number in existing:
            kept.append(existing[number])
        elif number.isdigit() and int(number) in by_number:
            described[int(number)] = entry
        else:
            errors.add((*at, index), "ATTACHMENT_NOT_FOUND", "Uploaded attachment not found")
    files = [_file(upload, described.get(number, {})) for number, upload in sorted(by_number.items())]
    if len(files) + len(kept) > FILES:
        errors.add(at, "BASE_TYPE_MAX_LENGTH", f"Must be {FILES} or fewer in length.")
    return files, kept if entries is not None else None


def _check_entry(entry: Any, errors: Errors, at: Path) -> None:
    if not isinstance(entry, dict):
        errors.add(at, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return
    for name in ("filename", "description"):
        value = entry.get(name)
        if value is not None and (not isinstance(value, str) or len(value) > DESCRIPTION):
            errors.add((*at, name), "BASE_TYPE_MAX_LENGTH", f"Must be {DESCRIPTION} or fewer in length.")


def _file(upload: Upload, entry: dict[str, Any]) -> NewFile:
    return NewFile(entry.get("filename") or upload.filename, upload.content, entry.get("description") or "")
