"""The front matter of an export: the roadmap's id, and what no line of the document says."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from bot.library.schema import LONG_ID, NODE_ID

_DEEPEST = 2


@dataclass(frozen=True, slots=True)
class Front:
    """`id` keeps to the schema or is empty, and so do the ids in `moved`."""

    id: str = ""
    audience: str = ""
    source: str = ""
    moved: Mapping[str, str] = field(default_factory=dict)


def front_matter(front: Front) -> str:
    values = {"milepost": front.id, "audience": front.audience, "source": front.source, "moved": dict(front.moved)}
    said = {key: value for key, value in values.items() if value}
    text: str = yaml.safe_dump(said, sort_keys=False, allow_unicode=True, width=100_000)
    return f"---\n{text}---\n"


def read_front(content: str) -> Front | None:
    """None for the front matter of others."""
    try:
        found = dict(_scalars(content))
    except yaml.YAMLError:
        return None
    own = found.get(("milepost",))
    if own is None:
        return None
    moved = {path[1]: value for path, value in found.items() if len(path) == _DEEPEST and path[0] == "moved"}
    return Front(
        own if re.fullmatch(LONG_ID, own) else "",
        found.get(("audience",), "").strip(),
        found.get(("source",), "").strip(),
        {old: new for old, new in moved.items() if re.fullmatch(NODE_ID, old) and re.fullmatch(NODE_ID, new)},
    )


def _scalars(content: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text by its keys, up to whatever else there is: building it might not end."""
    keys: list[str] = []
    key: str | None = None
    for event in yaml.parse(content, yaml.CBaseLoader):
        if isinstance(event, yaml.MappingStartEvent):
            if len(keys) == _DEEPEST - 1 or (keys and key is None):
                return
            keys += [key] if key is not None else []
            key = None
        elif isinstance(event, yaml.MappingEndEvent):
            keys, key = keys[:-1], None
        elif isinstance(event, yaml.ScalarEvent):
            if key is None:
                key = event.value
            else:
                yield (*keys, key), event.value
                key = None
        elif isinstance(event, yaml.NodeEvent):
            return
