"""What Discord is told of our commands, that it takes it, and that it is told only what is new."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.discord.client import Api
from bot.adapters.discord.commands import Option, SlashCommand, declared, fingerprint, publish
from bot.core.effects import Reply
from bot.core.feature import Arg, Feature
from bot.core.i18n import Translations
from bot.core.registry import Registry
from bot.serve import slash_commands
from tests.discord import description
from tests.discord.description import problems
from tests.discord.server import FakeDiscord
from tests.turns import REGISTRY, texts

needs_description = pytest.mark.skipif(not description.AVAILABLE, reason="no description of Discord's API beside this")

TOPIC = Option("topic", "string", False, 0, 0, True, {"en": "About what", "ru": "О чём", "tlh": "nuq"}, {"ru": "тема"})
COUNT = Option("count", "integer", False, 0, 20, False, {"en": "How many"})
QUIZ = SlashCommand(
    "quiz",
    {"en": "A short quiz", "ru": "Короткий опрос", "es": "Un test", "es-419": "Una prueba", "pt": "Um teste"},
    {"ru": "опрос"},
    (TOPIC, COUNT),
)
PAUSE = SlashCommand("pause", {"en": "Rest"}, options=(replace(COUNT, name="weeks", required=True, lo=1),))
BOARD = SlashCommand("board", {"en": "For those who run the server"}, admin=True)
ALL = (QUIZ, PAUSE, BOARD)


def test_a_command_as_discord_takes_it() -> None:
    assert declared(QUIZ) == {
        "type": 1,
        "name": "quiz",
        "name_localizations": {"ru": "опрос"},
        "description": "A short quiz",
        "description_localizations": {
            "ru": "Короткий опрос",
            "es-ES": "Un test",
            "es-419": "Una prueba",
            "pt-BR": "Um teste",
        },
        "options": [
            {
                "type": 3,
                "name": "topic",
                "name_localizations": {"ru": "тема"},
                "description": "About what",
                "description_localizations": {"ru": "О чём"},
                "required": False,
                "max_length": 100,
                "autocomplete": True,
            },
            {
                "type": 4,
                "name": "count",
                "name_localizations": None,
                "description": "How many",
                "description_localizations": None,
                "required": False,
                "min_value": 0,
                "max_value": 20,
            },
        ],
        "default_member_permissions": None,
        "integration_types": [0, 1],
        "contexts": [0, 1, 2],
    }


def test_a_command_for_those_who_run_a_guild_is_there_alone() -> None:
    found = declared(BOARD)
    assert (found["default_member_permissions"], found["integration_types"], found["contexts"]) == (1 << 5, [0], [0])


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("en", []),
        ("de", ["de"]),
        ("es", ["es-419", "es-ES"]),
        ("nb", ["no"]),
        ("pt", ["pt-BR"]),
        ("pt-PT", []),
        ("sv", ["sv-SE"]),
        ("zh", ["zh-CN"]),
        ("zh-TW", ["zh-TW"]),
        ("en-GB", ["en-GB"]),
        ("he", ["he"]),
        ("tlh", []),
    ],
)
def test_a_language_stands_for_discords_locales(ours: str, theirs: list[str]) -> None:
    found = declared(SlashCommand("go", {"en": "Go", ours: "Go"}))["description_localizations"]
    assert sorted(found or {}) == theirs


def test_a_long_description_is_shortened_and_an_empty_one_left_out() -> None:
    long = declared(SlashCommand("go", {"en": "x" * 101, "de": "y" * 101, "fr": " "}))
    assert long["description"] == "x" * 99 + "…"
    assert long["description_localizations"] == {"de": "y" * 99 + "…"}


@pytest.mark.parametrize("name", ["go", "a" * 32, "встать", "it's_so-2", "हिन्दी", "ไปที่"])
def test_a_name_that_discord_takes(name: str) -> None:
    assert declared(SlashCommand(name, {"en": "Go"}))["name"] == name


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        *((SlashCommand(name, {"en": "x"}), "can't be called") for name in ("", "a" * 33, "Go", "a b", "a.b", "go!")),
        (SlashCommand("go", {"en": "x"}, {"ru": "Иди"}), "can't be called 'Иди'"),
        (SlashCommand("go", {}), "/go has no description"),
        (SlashCommand("go", {"de": "x", "en": " "}), "/go has no description"),
        (SlashCommand("go", {"en": "x"}, options=(replace(TOPIC, descriptions={}),)), "/go topic has no description"),
        (SlashCommand("go", {"en": "x"}, options=(replace(TOPIC, name="To"),)), "/go To can't be called 'To'"),
        (SlashCommand("go", {"en": "x"}, options=(TOPIC, replace(COUNT, required=True))), "required option after"),
        (SlashCommand("go", {"en": "x"}, options=(TOPIC, TOPIC)), "the option topic twice"),
        (SlashCommand("go", {"en": "x"}, options=tuple(replace(TOPIC, name=f"o{n}") for n in range(26))), "than 25"),
    ],
)
def test_what_discord_would_refuse_is_refused_here(command: SlashCommand, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        declared(command)


@needs_description
def test_all_declared_is_as_described() -> None:
    operation = description.find("PUT", "/applications/1/commands")
    assert operation is not None
    assert operation.body is not None
    assert problems(operation.body, [declared(one) for one in ALL], "body") == []
    assert problems(operation.body, [{**declared(QUIZ), "options": "none"}], "body") != []


# What there is already


def answered(command: SlashCommand, **others: Any) -> dict[str, Any]:
    """As Discord may answer it: with ids, without what was said to be nothing, in another order."""
    raw = {key: value for key, value in reversed(declared(command).items()) if value is not None}
    options = [
        {key: value for key, value in one.items() if value not in (None, False)} for one in raw.pop("options", ())
    ]
    raw["contexts"].reverse()
    ids = {"id": "1", "application_id": "2", "version": "3", "nsfw": False, "dm_permission": True, "guild_id": "4"}
    permissions = raw.get("default_member_permissions")
    given = {"default_member_permissions": None if permissions is None else str(permissions)}
    return {**ids, **raw, **given, **({"options": options} if options else {}), **others}


def test_the_fingerprint_is_that_of_what_discord_answers() -> None:
    wanted = fingerprint(map(declared, ALL))
    assert fingerprint(answered(one) for one in reversed(ALL)) == wanted
    assert fingerprint(json.loads(json.dumps([answered(one) for one in ALL]))) == wanted


@pytest.mark.parametrize(
    "other",
    [
        replace(QUIZ, name="quizz"),
        replace(QUIZ, descriptions={**QUIZ.descriptions, "en": "A quiz"}),
        replace(QUIZ, descriptions={**QUIZ.descriptions, "ru": "Опрос"}),
        replace(QUIZ, names={}),
        replace(QUIZ, admin=True),
        replace(QUIZ, options=()),
        replace(QUIZ, options=(COUNT, TOPIC)),
        replace(QUIZ, options=(TOPIC, replace(COUNT, hi=21))),
        replace(QUIZ, options=(TOPIC, replace(COUNT, lo=1))),
        replace(QUIZ, options=(replace(TOPIC, suggests=False), COUNT)),
        replace(QUIZ, options=(replace(TOPIC, required=True), COUNT)),
        replace(QUIZ, options=(replace(TOPIC, names={}), COUNT)),
        replace(QUIZ, options=(replace(TOPIC, type="integer"), COUNT)),
    ],
)
def test_every_change_changes_the_fingerprint(other: SlashCommand) -> None:
    assert fingerprint([answered(QUIZ)]) != fingerprint([declared(other)])


@pytest.mark.parametrize(
    "theirs", [{"nsfw": True}, {"type": 2}, {"contexts": [0]}, {"integration_types": [0]}, {"options": None}]
)
def test_what_others_changed_changes_the_fingerprint(theirs: dict[str, Any]) -> None:
    assert fingerprint([answered(QUIZ, **theirs)]) != fingerprint([declared(QUIZ)])


@pytest.mark.parametrize("theirs", [{"contexts": None}, {"handler": 1}, {"name_localized": "опрос"}])
def test_what_says_nothing_new_does_not(theirs: dict[str, Any]) -> None:
    assert fingerprint([answered(QUIZ, **theirs)]) == fingerprint([declared(QUIZ)])


# Telling


@dataclass
class Line:
    """discord.py's own calls to the fake."""

    fake: FakeDiscord
    api: Api
    commands: tuple[SlashCommand, ...] = ALL
    calls: list[str] = field(default_factory=list)

    async def publish(self, *commands: SlashCommand, **options: Any) -> bool:
        before = len(self.fake.requests)
        done = await publish(self.api.request, self.fake.application_id, commands or self.commands, **options)
        self.calls = [one.method for one in self.fake.requests[before:]]
        return done

    def there(self, guild: int | None = None) -> list[str]:
        return list(self.fake.commands.get(guild, {}))


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    async with FakeDiscord() as fake:
        api = Api(fake.url)
        await api.static_login(fake.token)
        yield Line(fake, api)
        await api.finish()


async def test_discord_is_told_once(line: Line) -> None:
    assert await line.publish() is True
    assert line.calls == ["GET", "PUT"]
    assert line.there() == ["quiz", "pause", "board"]
    assert await line.publish() is False
    assert line.calls == ["GET"]


async def test_discord_is_told_again_of_a_change(line: Line) -> None:
    await line.publish()
    assert await line.publish(replace(QUIZ, descriptions={**QUIZ.descriptions, "ru": "Опрос"}), PAUSE, BOARD) is True
    assert line.fake.commands[None]["quiz"]["description_localizations"]["ru"] == "Опрос"
    assert await line.publish(PAUSE) is True
    assert line.there() == ["pause"]


async def test_discord_is_told_anyway_where_that_is_forced(line: Line) -> None:
    await line.publish()
    assert await line.publish(force=True) is True
    assert line.calls == ["PUT"]


async def test_one_guild_has_commands_of_its_own(line: Line) -> None:
    guild = line.fake.guild("Algo")
    assert await line.publish(guild=str(guild.id)) is True
    assert (line.there(), line.there(guild.id)) == ([], ["quiz", "pause", "board"])
    assert await line.publish(guild=str(guild.id)) is False
    assert await line.publish() is True


async def test_nothing_is_sent_that_would_be_refused(line: Line) -> None:
    with pytest.raises(ValueError, match="more than 100"):
        await line.publish(*(replace(PAUSE, name=f"go{number}") for number in range(101)))
    with pytest.raises(ValueError, match="/quiz twice"):
        await line.publish(QUIZ, QUIZ)
    assert line.there() == []


# From the declarations


def handler(*_: object) -> Reply:
    return Reply()


@pytest.fixture
def translations(tmp_path: Path) -> Translations:
    catalogue = {
        "en": "go-summary = Go **on**\ngo-arg-weeks = For how long\ngo-arg-where = Where to\nplain-summary = Plain\n",
        "ru": "go-summary = Иди\ngo-name = идти\ngo-arg-where-name = куда\n",
    }
    for locale, text in catalogue.items():
        (tmp_path / locale).mkdir()
        (tmp_path / locale / "all.ftl").write_text(text, encoding="utf-8")
    return Translations.read(tmp_path)


def test_commands_are_what_the_features_declare(translations: Translations) -> None:
    feature = Feature("go")
    weeks, where = Arg("weeks", int, lo=1, hi=52), Arg("where", str, optional=True, suggest=lambda *_: [])
    feature.command("go", weeks, where, summary="go-summary", admin=True)(handler)
    feature.command("plain", summary="plain-summary")(handler)
    assert slash_commands(Registry([feature]), translations) == [
        SlashCommand(
            "go",
            {"en": "Go on", "ru": "Иди"},
            {"ru": "идти"},
            (
                Option("weeks", "integer", True, 1, 52, False, {"en": "For how long"}),
                Option("where", "string", False, 0, 1_000_000, True, {"en": "Where to"}, {"ru": "куда"}),
            ),
            admin=True,
        ),
        SlashCommand("plain", {"en": "Plain"}),
    ]


def test_no_text_of_ours_is_too_long_for_discord() -> None:
    ours = slash_commands(REGISTRY, texts())
    assert [one.name for one in ours] == list(REGISTRY.commands)
    for command in ours:
        declared(command)
        about = [command.descriptions, *(option.descriptions for option in command.options)]
        assert [text for each in about for text in each.values() if len(text) > 100] == []


async def test_discord_takes_our_commands(line: Line) -> None:
    ours = slash_commands(REGISTRY, texts())
    assert await line.publish(*ours) is True
    assert await line.publish(*ours) is False
    options = {
        name: [one["name"] for one in kept.get("options", ())] for name, kept in line.fake.commands[None].items()
    }
    assert options["quiz"] == ["topic", "count"]
    assert options["start"] == ["roadmap"]
