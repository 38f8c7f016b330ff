"""One YAML file as plain text values, which still knows on what line each value stands."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

import yaml

from bot.library.problems import ContentError, FieldPath, Problem, field_name

Value: TypeAlias = "str | list[Value] | dict[str, Value]"
"""Scalars stay text, so that `no`, `012` and `12:30` mean what they show; the models give them types."""

_Loader = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader


@dataclass(frozen=True)
class Source:
    """A file that was read. Ask it for problems at a field and they carry the line."""

    file: Path
    value: Value
    text: str

    @cached_property
    def root(self) -> yaml.Node:
        """Parsed once more when a line is asked for: keeping every file's nodes makes a good load twice as long."""
        return _compose(self.file, self.text)

    def line(self, path: FieldPath) -> int:
        """The line of the key or list entry at `path`, or of the nearest thing around it that exists."""
        node, line = self.root, _line(self.root)
        for step in path:
            if isinstance(node, yaml.MappingNode):
                found = [(key, value) for key, value in node.value if key.value == step]
                if not found:
                    break
                line, node = _line(found[0][0]), found[0][1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = _line(node)
            else:
                break
        return line

    def problem(self, path: FieldPath, message: str) -> Problem:
        return Problem(self.file, self.line(path), field_name(path), message)


def read_source(file: Path) -> Source:
    """Raises ContentError when the file can't be read, is not UTF-8, is not YAML, or repeats a key."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise ContentError([Problem(file, None, "", error.strerror or "can't be read")]) from error
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ContentError([Problem(file, line, "", "expected UTF-8 text")]) from error
    walk = _Walk(file)
    value = walk.value(_compose(file, text), ())
    if walk.problems:
        raise ContentError(walk.problems)
    return Source(file, value, text)


def _compose(file: Path, text: str) -> yaml.Node:
    try:
        loader = _Loader(text)
        try:
            root = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        message = ", ".join(part for part in (error.context, error.problem) if part)
        raise ContentError([Problem(file, line, "", f"not valid YAML: {message}")]) from error
    except yaml.reader.ReaderError as error:
        # Its position counts bytes or characters, depending on which parser there is.
        bad = yaml.reader.Reader.NON_PRINTABLE.search(text)
        line = text.count("\n", 0, bad.start()) + 1 if bad else None
        raise ContentError([Problem(file, line, "", "control characters are not allowed")]) from error
    if root is None:
        raise ContentError([Problem(file, 1, "", "the file is empty")])
    return root


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


class _Walk:
    """Turns nodes into values, noting repeated keys and aliases on the way."""

    def __init__(self, file: Path) -> None:
        self.problems: list[Problem] = []
        self._file = file
        self._seen: set[int] = set()

    def value(self, node: yaml.Node, path: FieldPath) -> Value:
        if isinstance(node, yaml.ScalarNode):
            return str(node.value)
        if id(node) in self._seen:
            self._note(node, path, "an alias repeats this value elsewhere; write it out there")
            return ""
        self._seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self.value(entry, (*path, index)) for index, entry in enumerate(node.value)]
        found: dict[str, Value] = {}
        for key, entry in node.value:
            name = key.value
            if not isinstance(name, str):
                self._note(key, path, "a key must be plain text")
            elif name in found:
                self._note(key, (*path, name), "this key is given twice")
            else:
                found[name] = self.value(entry, (*path, name))
        return found

    def _note(self, node: yaml.Node, path: FieldPath, message: str) -> None:
        self.problems.append(Problem(self._file, _line(node), field_name(path), message))
