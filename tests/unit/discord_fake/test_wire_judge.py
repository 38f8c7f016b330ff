"""The judge: requests and answers against the description of Discord's API."""

import copy
import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.discord import description
from tests.discord.calls import Answer, Request, Upload
from tests.discord.description import AVAILABLE, Schemas
from tests.discord.schema import Judge, plain, tally
from tests.discord.server import FakeDiscord
from tests.discord.summary import told

pytestmark = pytest.mark.skipif(not AVAILABLE, reason="no description of Discord's API beside this checkout")
CREATE, CALLBACK = "/channels/5/messages", "/interactions/5/abc/callback"
FOLLOW_UP, ORIGINAL = "/webhooks/5/abc", "/webhooks/5/abc/messages/@original"
CREATED, CALLED = (
    "POST /channels/{channel_id}/messages",
    "POST /interactions/{interaction_id}/{interaction_token}/callback",
)


def button(**other: Any) -> dict[str, Any]:
    return {"type": 2, "style": 2, "label": "Today", "custom_id": "today", **other}


def rows(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"components": [{"type": 1, "components": list(buttons)}]}


def asked(method: str, path: str, body: Any, query: dict[str, str] | None = None, files: int = 0) -> Request:
    uploads = [Upload(f"files[{index}]", "a.png", b"") for index in range(files)]
    return Request(method, path, query or {}, body, uploads, "", datetime(2026, 3, 2, tzinfo=UTC))


@pytest.fixture
def judge() -> Judge:
    return Judge(tolerant=True)


@pytest.mark.parametrize(
    ("request_", "problem"),
    [
        (asked("GET", "/nothing/5", None), "GET /nothing/…: no such route"),
        (asked("PUT", CREATE, {}), "PUT /channels/…/messages: no such route"),
        (asked("POST", CREATE, None), f"{CREATED} body: is missing"),
        (asked("POST", CREATE, {"content": 5}), f"{CREATED} body.content: not of type ['string', 'null']"),
        (asked("POST", CREATE, {"content": "x" * 4001}), f"{CREATED} body.content: beyond maxLength 4000"),
        (asked("POST", CREATE, {"text": "a"}), f"{CREATED} body: has no text"),
        (asked("POST", CREATE, {"flags": 1.5}), f"{CREATED} body.flags: not of type ['integer', 'null']"),
        (
            asked("POST", CREATE, rows(button(), button(label="x" * 81))),
            f"{CREATED} body.components[0].components[1].label: beyond maxLength 80",
        ),
        (
            asked("POST", CREATE, rows(*[button()] * 6)),
            f"{CREATED} body.components[0].components: beyond maxItems 5",
        ),
        (
            asked("POST", CREATE, rows({"type": 99})),
            f"{CREATED} body.components[0].components[0]: not of x-by-type [2, ",
        ),
        (asked("POST", CREATE, {"nonce": "x" * 26}), f"{CREATED} body.nonce: beyond maxLength 25"),
        (
            asked("POST", CREATE, {"message_reference": {"message_id": "five"}}),
            f"{CREATED} body.message_reference.message_id: not of ",
        ),
        (asked("POST", CALLBACK, {"type": 99}), f"{CALLED} body: not of x-by-type ["),
        (asked("POST", CALLBACK, {"type": 4, "data": {"flags": "64"}}), f"{CALLED} body.data.flags: not of type"),
        (asked("POST", CALLBACK, {"type": 9, "data": {"title": "a"}}), f"{CALLED} body.data: '"),
        (
            asked("POST", CALLBACK, {"type": 6}, {"with_response": "yes"}),
            f"{CALLED} ?with_response: not of type boolean",
        ),
        (asked("POST", CALLBACK, {"type": 6}, {"wait": "true"}), f"{CALLED}: has no ?wait"),
        (
            asked("GET", CREATE, None, {"limit": "101"}),
            "GET /channels/{channel_id}/messages ?limit: beyond maximum 100",
        ),
        (asked("GET", CREATE, {}), "GET /channels/{channel_id}/messages body: there is none"),
        (
            asked("POST", "/users/@me/channels", {"recipient_id": "5"}, files=1),
            "POST /users/@me/channels body: takes no files",
        ),
    ],
)
def test_requests_that_are_wrong(judge: Judge, request_: Request, problem: str) -> None:
    judge.request(request_)
    assert any(one.startswith(problem) for one in judge.violations), judge.violations


@pytest.mark.parametrize(
    "request_",
    [
        asked("POST", CREATE, {"content": "a", "allowed_mentions": {"parse": []}, "nonce": "1", "enforce_nonce": True}),
        asked("POST", CREATE, {"content": "a", "flags": 4, **rows(*[button()] * 5)}, files=2),
        asked("POST", CALLBACK, {"type": 6}),
        asked("POST", CALLBACK, {"type": 5, "data": {"flags": 64}}),
        asked(
            "POST", CALLBACK, {"type": 8, "data": {"choices": [{"name": "a", "value": "a"}]}}, {"with_response": "1"}
        ),
        asked("PATCH", ORIGINAL, {"content": None, "components": []}),
        asked("POST", FOLLOW_UP, {"content": "a", "flags": 64}, {"wait": "true"}),
        asked("GET", "/attachments/1/2/a.png", None),
        asked(
            "PUT", "/applications/5/commands", [{"name": "today", "description": "What is due.", "contexts": [0, 1]}]
        ),
    ],
)
def test_requests_that_are_right(judge: Judge, request_: Request) -> None:
    judge.request(request_)
    assert judge.violations == []


def test_no_problem_tells_content(judge: Judge) -> None:
    secret = "s3cret" * 1000
    for body in ({"content": secret}, {"nonce": secret}, {"flags": secret}, rows(button(label=secret, style=secret))):
        judge.request(asked("POST", CREATE, body))
        judge.request(asked("POST", CALLBACK, {"type": 4, "data": body}))
    judge.request(asked("POST", CREATE, secret))
    judge.request(asked("POST", f"/webhooks/5/{secret}/none", {}))
    assert len(judge.violations) >= 10
    assert "s3cret" not in "".join(judge.violations)
    assert plain("/interactions/5/aW50/callback") == "/interactions/…/…/callback"


@pytest.mark.parametrize(
    ("method", "path", "answer", "wrong"),
    [
        ("GET", "/gateway", Answer(200, {"url": "ws://127.0.0.1"}), False),
        ("GET", "/gateway", Answer(200, {}), True),
        ("GET", "/gateway", Answer(204), True),
        ("GET", "/gateway", Answer(404, {"message": "404: Not Found", "code": 0}), False),
        ("GET", "/gateway", Answer(404, {"message": "404: Not Found"}), True),
        ("GET", "/gateway", Answer(429, {"message": "slow", "code": 0, "retry_after": 1.5, "global": True}), False),
        ("GET", "/gateway", Answer(429, {"message": "slow", "code": 0}), True),
        ("POST", CALLBACK, Answer(204), False),
        ("POST", CALLBACK, Answer(204, {}), True),
        ("POST", CREATE, Answer(200, {"id": "5"}), True),
        ("POST", CREATE, Answer(502, "anything"), False),
        ("GET", "/nothing", Answer(200, "anything"), False),
    ],
)
def test_the_fake_cannot_lie(method: str, path: str, answer: Answer, wrong: bool) -> None:
    judge, before = Judge(tolerant=True), tally["violations"]
    judge.answer(asked(method, path, None), answer)
    assert bool(judge.verdict()) is wrong
    tally["violations"] = before  # this one was meant


async def post(fake: FakeDiscord, body: dict[str, Any]) -> None:
    """A message to somebody."""
    url, token = f"{fake.url}/channels/{fake.person('Ada').dm.id}/messages", f"Bot {fake.token}"
    async with aiohttp.ClientSession() as http, http.post(url, json=body, headers={"Authorization": token}):
        pass


async def test_a_fake_that_saw_a_violation_does_not_end_quietly() -> None:
    before = tally["violations"]
    fake = await FakeDiscord().start()
    await post(fake, {"content": "a", "allowed_mentions": {"parse": []}, "unheard_of": 1})
    assert tally["violations"] == before + 1
    with pytest.raises(AssertionError, match="has no unheard_of"):
        await fake.__aexit__(None, None, None)
    tally["violations"] = before


async def test_a_promise_of_ours_is_judged_too() -> None:
    async with FakeDiscord() as fake, aiohttp.ClientSession() as http:
        fake.judge.tolerant = True
        await post(fake, {"content": "@everyone"})
        async with http.get(f"{fake.url}/voice/regions", headers={"Authorization": f"Bot {fake.token}"}):
            pass
        mentions, route = fake.judge.violations
    assert "allowed_mentions" in mentions
    assert route == "GET /voice/regions: the fake has no such route"


async def test_it_judges_as_the_plain_description_does() -> None:
    """What was done to it for the sake of speed changed no verdict."""
    whole = json.loads(description.PATH.read_text(encoding="utf-8"))
    registry: Any = Registry().with_resource("all", Resource.from_contents(whole, default_specification=DRAFT202012))
    body = {"content": "a", "flags": 4, "allowed_mentions": {"parse": []}, **rows(button())}
    async with FakeDiscord() as fake:
        await post(fake, body)
        answer = fake.requests[-1].answer
    for name, value in (("MessageCreateRequest", body), ("MessageResponse", answer)):
        theirs = Draft202012Validator(
            {"$ref": f"all#/components/schemas/{name}"}, registry=registry, format_checker=description.formats
        )
        ours = Schemas(whole["components"]["schemas"], closed=False).validator({"$ref": f"#/{name}"})
        verdicts = Counter[bool]()
        for mutant in _mutants(value):
            verdict = theirs.is_valid(mutant)
            verdicts[verdict] += 1
            assert ours.is_valid(mutant) is verdict, mutant
        assert min(verdicts[True], verdicts[False]) > 10


def _mutants(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The value, and with each of its places taken by something else."""
    yield value
    for path in _places(value):
        others: tuple[Any, ...] = (
            None,
            True,
            0,
            2,
            3,
            99,
            -1,
            "",
            "x" * 101,
            [],
            {},
            {"type": 2},
            {"type": 10, "content": "a"},
        )
        for other in others:
            mutant = copy.deepcopy(value)
            node: Any = mutant
            for step in path[:-1]:
                node = node[step]
            node[path[-1]] = other
            yield mutant


def _places(value: Any) -> Iterator[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, one in inner:
        yield (step,)
        yield from ((step, *rest) for rest in _places(one))


def test_the_summary() -> None:
    total = Counter(fakes=2, requests=12345, answers=23456, violations=1)
    assert (
        told(total, True)
        == "Discord requests judged by the schema: 12,345, violations: 1 (and 23,456 answers of the fake)"
    )
    assert "nothing was judged" in told(total, False)
    assert told(Counter(), True) == ""
