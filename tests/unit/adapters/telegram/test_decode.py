import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.adapters.telegram.decode import ALLOWED_UPDATES, Decoded, Document, Ignored, Undecodable, decode
from bot.core.model import (
    Address,
    Answered,
    CommandCalled,
    Happening,
    Incoming,
    Joined,
    Left,
    Moved,
    Pressed,
    Said,
    Uploaded,
    Who,
)
from tests.unit.adapters.telegram.raw import (
    ANN,
    BOT,
    CHANNEL,
    FROM_BOT,
    GROUP,
    ME,
    NOW,
    PRIVATE,
    membership,
    message,
    press,
    update,
)

SECRET = "my diary says"


def decoded(raw: object) -> Decoded:
    answer = decode(raw, ME, NOW)
    assert isinstance(answer, Decoded), answer
    return answer


def what(raw: object) -> Happening:
    return decoded(raw).incoming.what


def where(raw: object) -> Address:
    return decoded(raw).incoming.where


def test_a_text_in_a_private_chat() -> None:
    raw = json.loads(json.dumps(message(text="hello\nthere")))
    assert decode(raw, ME, NOW) == Decoded(
        Incoming(
            key="tg-700-41",
            at=NOW,
            where=Address("telegram", "5001"),
            private=True,
            who=Who("5001", "Ann Lee"),
            what=Said("hello\nthere"),
            locale="de",
        )
    )


def test_a_person_without_last_name_and_language() -> None:
    incoming = decoded(message(text="hi", sender={"id": 1, "is_bot": False, "first_name": "Bo"})).incoming
    assert (incoming.who, incoming.locale) == (Who("1", "Bo"), "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start", CommandCalled("start", "")),
        ("/START  r_python ", CommandCalled("start", "r_python")),
        ("/quiz@milepostbot loops\nand more", CommandCalled("quiz", "loops\nand more")),
        ("/quiz\nloops", CommandCalled("quiz", "loops")),
        ("/a_1", CommandCalled("a_1", "")),
        ("/" + "a" * 32, CommandCalled("a" * 32, "")),
        ("/" + "a" * 33, Said("/" + "a" * 33)),
        ("/", Said("/")),
        ("/ hello", Said("/ hello")),
        ("/usr/bin", Said("/usr/bin")),
        ("/größe", Said("/größe")),
        (" /start", Said(" /start")),
        ("", Said("")),
    ],
)
def test_commands(text: str, expected: Happening) -> None:
    assert what(message(text=text)) == expected


@pytest.mark.parametrize("chat", [PRIVATE, GROUP])
def test_a_command_for_another_bot(chat: dict[str, Any]) -> None:
    assert decode(message(chat, text="/quiz@OtherBot"), ME, NOW) == Ignored("another bot's command")


def test_a_group_is_heard_where_it_speaks_to_the_bot() -> None:
    opened = {**FROM_BOT, "text": None, "forum_topic_created": {"name": "Quiz", "icon_color": 1}}
    file = {"file_id": "F", "file_unique_id": "u"}
    assert decode(message(GROUP, text="nice weather"), ME, NOW) == Ignored("group talk")
    assert decode(message(GROUP, document=file), ME, NOW) == Ignored("group talk")
    assert decode(message(GROUP, photo=[], caption="/quiz"), ME, NOW) == Ignored("group talk")
    assert decode(message(GROUP, text="yes", reply_to_message={**FROM_BOT, "from": ANN}), ME, NOW) == Ignored(
        "group talk"
    )
    assert decode(message(GROUP, text="yes", reply_to_message=opened), ME, NOW) == Ignored("group talk")
    assert what(message(GROUP, text="yes", reply_to_message=FROM_BOT)) == Said("yes")
    assert what(message(GROUP, document=file, reply_to_message=FROM_BOT)) == Uploaded("", b"")
    assert what(message(GROUP, text="/quiz")) == CommandCalled("quiz")
    assert what(message(GROUP, text="yes", message_id=0, ephemeral_message_id=3)) == Said("yes")
    assert not decoded(message(GROUP, text="/quiz")).incoming.private


@pytest.mark.parametrize(
    ("fields", "thread"),
    [
        ({"message_thread_id": 12, "is_topic_message": True}, "12"),
        ({"message_thread_id": 1, "is_topic_message": True}, ""),
        ({"message_thread_id": 12}, ""),
        ({"is_topic_message": True}, ""),
    ],
)
@pytest.mark.parametrize("chat", [PRIVATE, GROUP])
def test_topics(fields: dict[str, Any], thread: str, chat: dict[str, Any]) -> None:
    expected = Address("telegram", str(chat["id"]), thread)
    assert where(message(chat, text="/quiz", **fields)) == expected
    assert where(press({**FROM_BOT, "chat": chat, **fields})) == expected


def test_a_file() -> None:
    document = {"file_id": "F1", "file_unique_id": "u", "file_name": "road.yaml", "file_size": 2**40, "thumbnail": 1}
    answer = decoded(message(document=document, caption="my roadmap"))
    assert answer.incoming.what == Uploaded("road.yaml", b"")
    assert answer.document == Document("F1", "road.yaml", 2**40)
    assert decoded(message(document={"file_id": "F2"})).document == Document("F2", "", 0)


@pytest.mark.parametrize(
    "content",
    [
        *("photo", "video", "audio", "voice", "video_note", "sticker", "contact", "location", "venue", "poll", "dice"),
        *("story", "checklist", "paid_media", "game", "live_photo", "rich_message"),
    ],
)
def test_other_contents_are_what_was_written_beside_them(content: str) -> None:
    fields: dict[str, Any] = {content: {"nobody": "reads this"}}
    assert what(message(**fields)) == Said("")
    assert what(message(caption="look", **fields)) == Said("look")


def test_an_animation_is_no_file_though_it_comes_as_one_too() -> None:
    assert what(message(animation={}, document={"file_id": "F"}, caption="look")) == Said("look")


def test_a_group_that_became_a_supergroup() -> None:
    old = {"id": -77, "type": "group", "title": "Readers"}
    answer = decoded(message(old, migrate_to_chat_id=-100177))
    assert (answer.incoming.where, answer.incoming.what) == (
        Address("telegram", "-77"),
        Moved(Address("telegram", "-100177")),
    )
    assert decode(message(GROUP, migrate_from_chat_id=-77), ME, NOW) == Ignored("service message")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (message(GROUP, new_chat_members=[BOT]), "service message"),
        (message(GROUP, pinned_message=FROM_BOT, reply_to_message=FROM_BOT), "service message"),
        (message(forum_topic_created={"name": "n"}), "service message"),
        (message(text="hi", sender={**BOT, "id": 1}), "another bot"),
        (message(GROUP, text="/quiz", sender_chat=GROUP, sender={**BOT, "id": 1}), "anonymous"),
        (message(GROUP, text="/quiz", sender=None), "anonymous"),
        (message(CHANNEL, text="/quiz"), "channel post"),
        (message({**GROUP, "is_direct_messages": True}, text="/quiz"), "channel post"),
        (message({**GROUP, "type": "hologram"}, text="/quiz"), "unknown kind"),
        (update(edited_message={"anything": 1}), "edited message"),
        (update(channel_post=[]), "channel post"),
        (update(edited_channel_post={}), "channel post"),
        (update(business_message={}), "business"),
        (update(inline_query={}), "inline query"),
        (update(chat_member={}), "unknown kind"),
        (update(telepathy={}), "unknown kind"),
        (update(), "unknown kind"),
        (update(poll_answer={"poll_id": "1", "voter_chat": GROUP, "option_ids": [0]}), "anonymous"),
        (membership(CHANNEL, "administrator"), "channel post"),
        (membership(GROUP, "enlightened"), "unknown kind"),
    ],
)
def test_what_is_not_for_the_engine(raw: dict[str, Any], reason: str) -> None:
    assert decode(raw, ME, NOW) == Ignored(reason)


def test_a_press() -> None:
    answer = decoded(press({**FROM_BOT, "chat": PRIVATE}))
    assert (answer.query, answer.incoming.what) == ("77", Pressed("td1:a", "9"))
    assert answer.incoming.token == "77"
    assert (answer.incoming.where, answer.incoming.private) == (Address("telegram", "5001"), True)


def test_a_press_on_a_message_for_one_person() -> None:
    shown = {**FROM_BOT, "message_id": 0, "ephemeral_message_id": 31, "receiver_user": ANN}
    assert what(press(shown)) == Pressed("td1:a", f"e31:{ANN['id']}")


def test_a_command_that_only_the_bot_sees() -> None:
    incoming = decoded(message(GROUP, text="/quiz", message_id=0, ephemeral_message_id=3)).incoming
    assert (incoming.what, incoming.token) == (CommandCalled("quiz"), "e3")
    assert decoded(message(GROUP, text="/quiz")).incoming.token == ""


@pytest.mark.parametrize(("chat", "private"), [(5001, True), (-1001234, False)])
def test_a_press_on_a_message_that_is_out_of_reach(chat: int, private: bool) -> None:
    incoming = decoded(press({"chat": {"id": chat}, "message_id": 9, "date": 0})).incoming
    assert (incoming.what, incoming.private) == (Pressed("td1:a", "9"), private)


@pytest.mark.parametrize("raw", [press(None, inline_message_id="x"), press(FROM_BOT, data=None, game_short_name="g")])
def test_a_press_that_means_nothing_is_still_answered(raw: dict[str, Any]) -> None:
    assert decode(raw, ME, NOW) == Ignored("no button of ours", "77")


def test_a_press_in_a_channel_is_still_answered() -> None:
    assert decode(press({**FROM_BOT, "chat": CHANNEL}), ME, NOW) == Ignored("channel post", "77")


@pytest.mark.parametrize("options", [[], [2], [0, 11]])
def test_an_answer_to_a_poll_names_no_chat(options: list[int]) -> None:
    raw = update(poll_answer={"poll_id": "990", "user": ANN, "option_ids": options, "option_persistent_ids": ["a"]})
    incoming = decoded(raw).incoming
    assert (incoming.where, incoming.what) == (Address("telegram", ""), Answered("990", tuple(options)))
    assert incoming.who == Who("5001", "Ann Lee")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (membership(PRIVATE, "kicked"), Left()),
        (membership(PRIVATE, "member"), Joined()),
        (membership(GROUP, "member"), Joined()),
        (membership(GROUP, "administrator"), Joined()),
        (membership(GROUP, "creator"), Joined()),
        (membership(GROUP, "restricted", is_member=True), Joined()),
        (membership(GROUP, "restricted", is_member=False), Left()),
        (membership(GROUP, "left"), Left()),
        (membership(GROUP, "kicked"), Left()),
    ],
)
def test_coming_and_going(raw: dict[str, Any], expected: Happening) -> None:
    assert what(raw) == expected


def test_nothing_is_refused_for_a_field_that_nobody_reads() -> None:
    odd = {"type": "made_up_next_year", "offset": "three", "user": 5}
    raw = message(text="hi", entities=[odd], reply_markup=7, forward_origin={"type": "dream"}, via_bot=[], date=None)
    assert what(raw) == Said("hi")


def test_a_lone_surrogate_and_a_nul_cost_no_message() -> None:
    raw = json.loads('{"update_id": 1, "message": {"message_id": 1, "chat": {"id": 5, "type": "private"}, '
                     '"from": {"id": 5, "first_name": "A\\ud800"}, "text": "a\\udc00b\\u0000c"}}')  # fmt: skip
    assert (decoded(raw).incoming.who.name, decoded(raw).incoming.what) == ("A?", Said("a?bc"))


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ([], "an update is list, not an object"),
        (None, "an update is NoneType, not an object"),
        (SECRET, "an update is str, not an object"),
        ({}, "update_id is no 64-bit number but NoneType"),
        (update(SECRET), "update_id is no 64-bit number but str"),
        (update("41"), "update_id is no 64-bit number but str"),
        (update(True), "update_id is no 64-bit number but bool"),
        (update(41.0), "update_id is no 64-bit number but float"),
        (update(float("nan")), "update_id is no 64-bit number but float"),
        (update(-1), "update_id is no 64-bit number but int"),
        (update(2**63), "update_id is no 64-bit number but int"),
    ],
)
def test_what_is_no_update(raw: object, reason: str) -> None:
    with pytest.raises(Undecodable) as caught:
        decode(raw, ME, NOW)
    assert (str(caught.value), caught.value.update_id) == (reason, None)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (update(message=None), "message: model_type"),
        (update(message=[SECRET]), "message: model_type"),
        (message({"id": "5001", "type": "private"}, text=SECRET), "message.chat.id: int_type"),
        (message({"id": True, "type": "private"}, text=SECRET), "message.chat.id: int_type"),
        (message({"id": 10**30, "type": "private"}, text=SECRET), "message.chat.id: less_than"),
        (message({"id": -(10**30), "type": "group"}, text=SECRET), "message.chat.id: greater_than_equal"),
        (message(text=7, sender=SECRET), "message.from: model_type; message.text: string_type"),
        (message(text="hi", is_topic_message=1), "message.is_topic_message: bool_type"),
        (press({"message_id": 1, "chat": SECRET}), "callback_query.message.chat: model_type"),
        (update(poll_answer={"poll_id": 5, "user": ANN, "option_ids": [0, SECRET]}),
         "poll_answer.poll_id: string_type; poll_answer.option_ids.1: int_type"),
        (update(poll_answer={"poll_id": "5", "user": ANN, "option_ids": [-1]}),
         "poll_answer.option_ids.0: greater_than_equal"),
        (update(my_chat_member={SECRET: SECRET}),
         "my_chat_member.chat: missing; my_chat_member.from: missing; my_chat_member.new_chat_member: missing"),
    ],
)  # fmt: skip
def test_a_broken_update_is_told_by_its_places_alone(raw: dict[str, Any], reason: str) -> None:
    with pytest.raises(Undecodable) as caught:
        decode(raw, ME, NOW)
    assert (caught.value.reason, caught.value.update_id) == (reason, 41)
    assert str(caught.value) == f"update 41: {reason}"
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_deep_nesting() -> None:
    deep: Any = {}
    for _ in range(100_000):
        deep = {"reply_to_message": deep}
    assert what(message(text="hi", giveaway=deep)) == Said("hi")
    with pytest.raises(Undecodable):
        decode(update(message=deep), ME, NOW)


_LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=[]))
    | st.sampled_from([2**63, -(2**63) - 1, 10**400, 41, "private", "supergroup", "/quiz", "\ud800", "e1"])
)  # fmt: skip
_FIELDS = st.sampled_from(
    [
        *("update_id", "message_id", "chat", "id", "type", "from", "is_bot", "first_name", "language_code", "text"),
        *("caption", "photo", "document", "file_id", "sender_chat", "data", "message", "reply_to_message", "user"),
        *("message_thread_id", "is_topic_message", "migrate_to_chat_id", "ephemeral_message_id", "poll_id"),
        *("option_ids", "new_chat_member", "status"),
    ]
)
_JSON = st.recursive(
    _LEAVES, lambda inner: st.lists(inner) | st.dictionaries(_FIELDS | st.text(), inner), max_leaves=20
)
_CHATS = st.fixed_dictionaries({"id": st.just(5) | _JSON, "type": st.just("private") | _JSON})
_PARTS = st.fixed_dictionaries(
    {"message_id": st.just(1) | _JSON, "chat": _CHATS | _JSON, "from": st.just(ANN) | _JSON},
    optional={
        **{"id": st.just("1") | _JSON, "text": _JSON, "caption": _JSON, "document": _JSON, "message": _JSON},
        **{"data": _JSON, "photo": _JSON, "new_chat_member": _JSON, "poll_id": _JSON, "option_ids": _JSON},
        "migrate_to_chat_id": _JSON,
    },
)
_UPDATES = st.fixed_dictionaries(
    {"update_id": st.just(41) | _JSON}, optional=dict.fromkeys(ALLOWED_UPDATES, _PARTS | _JSON)
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_JSON | _UPDATES)
def test_whatever_comes_is_decoded_ignored_or_undecodable(raw: object) -> None:
    try:
        answer = decode(raw, ME, NOW)
    except Undecodable as error:
        str(error).encode()
        return
    assert isinstance(answer, Decoded | Ignored)
    if isinstance(answer, Decoded):
        repr(answer.incoming.what).encode()
        assert abs(int(answer.incoming.where.chat or 0)) <= 2**63
