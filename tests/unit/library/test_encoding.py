"""What a file's bytes become: read in their own codec, repaired where UTF-8 was misread, and left alone otherwise."""

import contextlib
import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.library.encoding import Decoded, NotTextError, decode

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
needs_seeds = pytest.mark.skipif(not SEEDS.is_dir(), reason="no shared seeds beside this checkout")

PLANS = {
    "English": "# Backend plan\n- It’s written for a beginner\n- “Clean code” – the book\n- HTTP • REST — basics…\n",
    "French": "# Étapes\n- Créer un élève naïf, où l’on écrit déjà\n- Bases « sûres » : modèles, clés étrangères\n",
    "German": "# Grundlagen\n- Schlüssel, Größe und Maß\n- „Sauberer Code“ – Übungen für Anfänger\n",
    "Turkish": "# Yazılım yol haritası\n- Değişkenler ve döngüler\n- İstanbul’da ışıklı öğrenci, AĞRI DAĞI’NA\n",
    "Vietnamese": "# Lộ trình học lập trình\n- Tiếng Việt: cơ sở dữ liệu\n- Bảo mật và xác thực người dùng\n",
    "Portuguese": "# PROGRAMAÇÃO\n- NÃO É DIFÍCIL: SÃO PAULO, IRMÃ…\n- Funções, coleções e exceções\n",
    "Polish": "# Ścieżka nauki\n- Pętle i zmienne, błędy\n- Zażółć gęślą jaźń, źródła\n",
    "Greek": "# Οδικός χάρτης\n- Εισαγωγή στη γλώσσα\n- Βάσεις δεδομένων και ερωτήματα\n",
    "Russian": "# Дорожная карта\n- Введение в базы данных\n- Вёрстка, ещё «основы» № 5 — Рёбра\n",
    "Ukrainian": "# Шлях розробника\n- Зі сховищем: діє, їх ключі та з’єднання\n- Ні, Ті алгоритми…\n",
    "Chinese": "# 后端开发路线图\n- 第一阶段：编程基础\n- 数据库设计与查询\n",
    "Traditional Chinese": "# 後端開發路線圖\n- 第一階段：程式設計基礎\n- 資料庫設計與查詢\n",
    "Japanese": "# バックエンドのロードマップ\n- 第一章：プログラミングの基礎\n- 認証と認可について学ぶ\n",
    "Korean": "# 백엔드 개발자 로드맵\n- 첫 번째 단계: 프로그래밍 기초\n- 인증과 권한 부여\n",
    "Arabic": "# خارطة طريق المطور\n- مقدمة في قواعد البيانات\n- الأمن والمصادقة\n",
    "emoji": "# 🧠 Plan ✅ 🔥\n### 1️⃣ First 🔟\n- 👉 ⚠️ **note** 👩‍💻 🏳️‍🌈 🇩🇪\n├── src\n│   └── main.py\n┌─┐ ══╗ ├│\n",
}
MISREAD_AS = ["cp1252", "latin-1", "cp1254", "cp1251", "cp1250", "mac_roman", "cp437"]


def misread(text: str, codec: str, undefined: Callable[[int], str] = chr) -> str:
    """UTF-8 opened in `codec`; a byte that the codec has no character for becomes what `undefined` makes of it."""
    chars = []
    for byte in text.encode():
        try:
            char = bytes([byte]).decode(codec)
        except UnicodeDecodeError:
            char = undefined(byte)
        chars.append(char)
    return "".join(chars)


def dropped(_: int) -> str:
    return ""


def read(text: str) -> Decoded:
    return decode(text.encode())


# --- healthy text ---


@pytest.mark.parametrize("language", PLANS)
def test_healthy_text_is_not_touched(language: str) -> None:
    plan = PLANS[language]
    for text in (plan, plan.upper(), *plan.splitlines(), *plan.split()):
        assert read(text) == Decoded(text, "utf-8", (), 0, ())


@given(
    st.lists(
        st.sampled_from(
            [piece for plan in PLANS.values() for line in plan.splitlines() for piece in (line, *line.split())]
        ),
        max_size=12,
    ),
    st.sampled_from([" ", "\n", " – ", "\n\n- "]),
)
@settings(max_examples=400, deadline=None)
def test_healthy_text_in_any_mixture_is_not_touched(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    assert read(text) == Decoded(text, "utf-8", (), 0, ())


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"), max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_without_an_exception(text: str) -> None:
    decoded = read(text)
    assert decoded.lost == decoded.text.count("\ufffd")
    assert decoded.text == text or decoded.repaired_lines


@given(st.binary(max_size=300))
@settings(max_examples=400, deadline=None)
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    with contextlib.suppress(NotTextError):
        decoded = decode(raw)
        assert decoded.lost == decoded.text.count("\ufffd")


@pytest.mark.parametrize(
    "text",
    [
        # Beside its healthy form, a broken one is shown and not meant.
        "The letter é turns into Ã© and ’ into â€™.\n",
        # In code or quotation marks beside healthy signs: the document's own encoding was right.
        "L’élève écrit `donâ€™t` dans son éditeur.\n",
        'Ein Größenfehler, erkennbar an "â€™" – überall.\n',
        "Bei «Ã¼» hilft nur: neu öffnen.\n",
        "# Prüfung\n```\nprint('Ã¼ber â€” alles')\n```\n",
        # Where a paragraph speaks of encodings, it may show what it likes.
        "If you see â€™ or Ã© you have mojibake.\nOr donâ€™t.\n",
        "UTF-8 read as Latin-1 looks like this: naÃ¯ve.\n",
    ],
)
def test_a_text_about_broken_characters_is_not_touched(text: str) -> None:
    assert read(text) == Decoded(text, "utf-8", (), 0, ())


def test_a_broken_line_does_not_take_what_is_quoted_with_it() -> None:
    decoded = read("# Prüfung\n- `Ã¼ber`\n\nDas hier istâ€”leiderâ€”kaputt.\n")
    assert decoded.text == "# Prüfung\n- `Ã¼ber`\n\nDas hier ist—leider—kaputt.\n"
    assert decoded.repaired_lines == (4,)


def test_what_a_text_quotes_is_repaired_when_everything_else_is_broken_too() -> None:
    healthy = "# Plan\n- It’s `print(“…”)`\n- Characters — Unicode and “encodings”\n\n- Don’t rush → finish\n"
    decoded = read(misread(healthy, "cp1252"))
    assert decoded.text == healthy


@pytest.mark.parametrize(
    "text",
    ["CAFÉ® und CAFÉ…", "DAĞ’DA", "“IRMÔ", "IRMÃ…", "AMERICANĂ’s", "BRONTË”", "Charlotte Brontë…”", "90°", "l’école",
     "Кот-д’Ивуар", "Об’єднаних", "90 × 60″", "„Ärger“—École", "Š—Ž", "MALAEZĂ® MALAEZĂ™", "Кот-д’Івуар", "В–Д"],
)  # fmt: skip
def test_a_capital_before_a_sign_is_no_broken_letter(text: str) -> None:
    assert read(text).text == text


# --- codecs ---


@pytest.mark.parametrize(
    ("raw", "codec"),
    [
        (b"\xef\xbb\xbf" + PLANS["French"].encode(), "utf-8"),
        (b"\xff\xfe" + PLANS["Russian"].encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + PLANS["Russian"].encode("utf-16-be"), "utf-16-be"),
        (PLANS["Chinese"].encode("utf-16-le"), "utf-16-le"),
        (PLANS["Chinese"].encode("utf-16-be"), "utf-16-be"),
        (PLANS["English"].encode("utf-16-le"), "utf-16-le"),
        (PLANS["English"].encode("utf-16-be"), "utf-16-be"),
        (PLANS["emoji"].encode("utf-32"), "utf-32-le"),
        (PLANS["emoji"].encode("utf-32-be"), "utf-32-be"),
    ],
)
def test_unicode_with_and_without_a_mark(raw: bytes, codec: str) -> None:
    decoded = decode(raw)
    assert decoded.text in PLANS.values()
    assert (decoded.codec, decoded.repaired_lines, decoded.lost) == (codec, (), 0)
    assert decoded.steps


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("English", "cp1252"), ("English", "mac_roman"), ("French", "cp1252"), ("French", "mac_roman"),
        ("German", "cp1252"), ("German", "mac_roman"), ("Turkish", "cp1254"), ("Polish", "cp1250"),
        ("Greek", "cp1253"), ("Russian", "cp1251"), ("Ukrainian", "cp1251"), ("Chinese", "gb18030"), ("Chinese", "gbk"),
        ("Traditional Chinese", "big5"), ("Japanese", "shift_jis"), ("Japanese", "euc_jp"), ("Japanese", "iso2022_jp"),
        ("Korean", "euc_kr"), ("Arabic", "cp1256"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "around", ["", "- Learn the basics of the web\n- REST, JSON and so on\n" * 40], ids=["", "in English"]
)
def test_legacy_codecs(language: str, written: str, around: str) -> None:
    text = around + PLANS[language] + around
    decoded = decode(text.encode(written))
    assert decoded.text == text
    assert decoded.lost == 0
    assert any("told by its letters" in step.what for step in decoded.steps)


def test_russian_in_koi8() -> None:
    text = "# Дорожная карта\n- Введение в базы данных\n- Школа разработки и алгоритмы\n"
    assert decode(text.encode("koi8-r")).text == text


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_become_one_kind(end: str) -> None:
    decoded = read(PLANS["French"].replace("\n", end))
    assert decoded.text == PLANS["French"]
    assert [step.what for step in decoded.steps] == ["line ends made the same"]


def test_a_line_pasted_in_another_codec() -> None:
    decoded = decode(PLANS["Russian"].encode() + "L’élève où ça\n".encode("cp1252"))
    assert decoded.text == PLANS["Russian"] + "L’élève où ça\n"
    assert (decoded.codec, decoded.repaired_lines, decoded.lost) == ("utf-8", (4,), 0)


def test_a_file_cut_within_a_character() -> None:
    decoded = decode(PLANS["Japanese"].strip().encode()[:-1])
    assert decoded.text == PLANS["Japanese"].strip()[:-1] + "\ufffd"
    assert (decoded.codec, decoded.repaired_lines, decoded.lost) == ("utf-8", (3,), 1)


# --- UTF-8 that was read in another codec ---


@pytest.mark.parametrize("codec", MISREAD_AS)
@pytest.mark.parametrize("language", PLANS)
def test_a_document_misread(language: str, codec: str) -> None:
    broken = misread(PLANS[language], codec)
    decoded = read(broken)
    assert decoded.text == PLANS[language]
    assert decoded.repaired_lines == tuple(n for n, line in enumerate(broken.split("\n"), 1) if not line.isascii())
    assert decoded.lost == 0
    assert "the whole document" in decoded.steps[0].what


@pytest.mark.parametrize("codec", ["cp1252", "latin-1", "cp1251", "mac_roman"])
@pytest.mark.parametrize("language", ["French", "Russian", "Chinese", "emoji"])
def test_a_document_misread_twice(language: str, codec: str) -> None:
    decoded = read(misread(misread(PLANS[language], codec), codec))
    assert decoded.text == PLANS[language]
    assert len(decoded.steps) == 2


@pytest.mark.parametrize("codec", ["cp1252", "cp1254", "mac_roman"])
@pytest.mark.parametrize("language", ["English", "French", "German", "Chinese", "emoji"])
def test_a_broken_part_in_a_healthy_document(language: str, codec: str) -> None:
    healthy = "# Дорожная карта — “план”\n- Введение → дальше\n"
    decoded = read(healthy + misread(PLANS[language], codec))
    assert decoded.text == healthy + PLANS[language]
    assert min(decoded.repaired_lines) >= 3


@pytest.mark.parametrize(
    ("codec", "healthy"),
    [
        ("cp1252", "he said “ready” and left"),
        ("cp1254", "### 1️⃣ Basics"),
        ("cp1254", "### 1️⃣1️⃣ Memory"),
        ("cp1252", "- ⚠️ **note**"),
        ("cp1252", "back ← here"),
        ("cp1252", "👩‍💻 coder"),
        ("cp1251", "Иван и Ирина"),
    ],
)
def test_a_dropped_byte_that_only_one_character_fits_is_put_back(codec: str, healthy: str) -> None:
    intact = "- 👉 first → then ✅\n- Don’t 🔥\n"
    broken = misread(intact + healthy, codec, dropped)
    assert broken != misread(intact + healthy, codec)
    decoded = read(broken)
    assert decoded.text == intact + healthy
    assert decoded.lost == 0
    assert any(step.lines == (3,) for step in decoded.steps if "bytes gone" in step.what)


@pytest.mark.parametrize("sign", ["?", "\x1a", "\ufffd"])
def test_something_written_for_a_byte_is_taken_away_with_the_repair(sign: str) -> None:
    intact = "- 👉 first → then ✅\n- Don’t 🔥\n"
    healthy = intact + "### 1️⃣ “ready” now"
    assert read(misread(healthy, "cp1252", lambda _: sign)).text == healthy


@pytest.mark.parametrize(
    ("broken", "healthy"),
    [
        ("# ðŸ§ Plan\n- âœ… Done â†’ next\n", "# 🧠 Plan\n- ✅ Done → next\n"),
        ("voilÃ  la cafÃ©tÃ©ria, lÃ -bas\n", "voilà la cafétéria, là-bas\n"),
        ("10Â h of naÃ¯ve â€” work\n", "10\xa0h of naïve — work\n"),
    ],
)
def test_a_no_break_space_that_became_a_space(broken: str, healthy: str) -> None:
    assert read(broken).text == healthy


def test_a_character_that_cannot_be_told_is_counted_as_lost() -> None:
    broken = misread("- 👉 first → then ✅ 🔥\n- thumbs 👍\n- target 🎯\n", "cp1254", dropped)
    decoded = read(broken)
    assert decoded.text == "- 👉 first → then ✅ 🔥\n- thumbs \ufffd\n- target \ufffd\n"
    assert decoded.lost == 2
    assert [step.lines for step in decoded.steps if "lost" in step.what] == [(2, 3)]


def test_a_character_that_stands_unharmed_elsewhere_is_what_was_lost() -> None:
    decoded = read("# ğŸ§ Plan\n- ğŸ‘‰ go â†’ on âœ…\n## ğŸ§\xa0 Truth\n")
    assert decoded.text == "# 🧠 Plan\n- 👉 go → on ✅\n## 🧠 Truth\n"
    assert decoded.lost == 0


def test_of_several_that_fit_the_one_that_stands_unharmed_elsewhere_is_taken() -> None:
    decoded = read("- ğŸ‘\x8d yes âœ…\n- Just say ğŸ‘\n")
    assert decoded.text == "- 👍 yes ✅\n- Just say 👍\n"
    assert decoded.lost == 0


def test_code_is_itself() -> None:
    healthy = "- `__init__` — “magic”\n- `a ? b : c` → ✅\n"
    assert read(misread(healthy, "cp1252")).text == healthy


# --- what is refused, and how long anything takes ---


def _archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("plan.md", "# Plan")
    return buffer.getvalue()


@pytest.mark.parametrize(
    "raw",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + zlib.compress(bytes(range(256))),
        _archive(),
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
        b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0",
        b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0",
        b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + zlib.compress(b"abc" * 50),
        b"\0" * 100,
        bytes(range(256)) * 4,
        bytes(range(1, 128)),
    ],
    ids=["png", "zip", "pdf", "elf", "exe", "gzip", "zeros", "every byte", "controls"],
)
def test_a_binary_file_is_refused(raw: bytes) -> None:
    with pytest.raises(NotTextError, match=r"^This is not a text file\.$"):
        decode(raw)


@pytest.mark.parametrize("text", ["", "MZ is a text\n", "BM, a format?\n", "GIF89a is one\n", "\x1b[1mbold\x1b[0m\n"])
def test_a_text_that_begins_like_a_binary_file_is_read(text: str) -> None:
    assert read(text).text == text


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 1_000_000,
        "Ã".encode() * 500_000,
        "â€™ ".encode() * 125_000,
        "â€™\n".encode() * 110_000,
        b"`" * 1_000_000 + "â€™".encode(),
        "` â€™".encode() * 110_000,
        "â?™ Ã? ð?§? ".encode() * 50_000,
        "ğŸ ğŸ\nâœ… ".encode() * 50_000,
        PLANS["French"].encode() * 8_000,
        PLANS["Russian"].encode("cp1251") * 15_000,
        bytes(range(128, 256)) * 7_800,
    ],
    ids=["[", "A tilde", "one line", "many lines", "ticks", "code", "signs", "cuts", "French", "cp1251", "high bytes"],
)
def test_whatever_it_is_it_comes_to_an_end(raw: bytes) -> None:
    assert decode(raw[:100_000]).text


# --- the five documents this project was made from ---

BROKEN = ("â€", "Ã", "ðŸ", "ğŸ", "‚Ä", "ï¸", "âœ", "âš", "ƒ£", "√")


@needs_seeds
@pytest.mark.parametrize(
    ("number", "codec", "repaired", "lost"),
    [
        ("000", "mac_roman", 17, 0),
        ("001", "utf-8", 0, 0),
        ("002", "cp1252", 1, 0),
        ("003", "cp1252", 15, 0),
        ("004", "cp1254", 121, 3),
    ],
)
def test_seeds(number: str, codec: str, repaired: int, lost: int) -> None:
    raw = next(SEEDS.glob(f"{number}_*")).read_bytes()
    decoded = decode(raw)
    assert (decoded.codec, len(decoded.repaired_lines), decoded.lost) == (codec, repaired, lost)
    assert not [sign for sign in BROKEN if sign in decoded.text]
    assert decoded.text.count("\n") == raw.count(b"\n")


@needs_seeds
@pytest.mark.parametrize(
    ("number", "line", "text"),
    [
        ("000", 4, "- ✅ - is done"),
        ("000", 5, "- 🔥 - in progress"),
        ("000", 87, "Git: курс"),
        ("000", 146, "🔥 [Школа бекенд разработки Яндекса]"),
        ("000", 386, "made easy 🍀 - in Python!"),
        ("002", 35, "`__init__`, `__str__`"),
        ("002", 133, "Let’s make"),
        ("003", 3, "# 🧠 Python Backend"),
        ("003", 116, "👉 **This is mandatory"),
        ("004", 7, "# 🧠 BACKEND DEVELOPER"),
        ("004", 43, "> ⚠️ **DO NOT RUSH"),
        ("004", 45, "### 1️⃣ Python Basics"),
        ("004", 121, "### 🔟 Advanced Python"),
        ("004", 131, "### 1️⃣1️⃣ Memory"),
        ("004", 354, "✔ Learn"),
        ("004", 367, "Just tell me \ufffd"),
        ("004", 841, "## \ufffd FINAL OUTCOME"),
        ("004", 853, "## 🧠 ONE-LINE TRUTH"),
    ],
)
def test_lines_of_the_seeds(number: str, line: int, text: str) -> None:
    decoded = decode(next(SEEDS.glob(f"{number}_*")).read_bytes())
    assert text in decoded.text.split("\n")[line - 1]
