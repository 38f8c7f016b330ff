import zoneinfo
from datetime import UTC, datetime, timedelta

import pytest

from bot.study.zone import UnknownZone, is_fixed, parse_offset, tz, zone_names


def offset(name, *moment):
    return datetime(*moment, tzinfo=UTC).astimezone(tz(name)).utcoffset()


def test_every_name_loads():
    assert {"Europe/Berlin", "Asia/Calcutta", "UTC", "America/Argentina/Buenos_Aires"} <= zone_names()
    for name in zone_names():
        assert offset(name, 2026, 1, 1) is not None


def test_an_iana_zone_follows_clock_changes_and_a_fixed_one_does_not():
    assert offset("Europe/Berlin", 2026, 1, 1) == timedelta(hours=1)
    assert offset("Europe/Berlin", 2026, 7, 1) == timedelta(hours=2)
    assert offset("-03:30", 2026, 1, 1) == offset("-03:30", 2026, 7, 1) == timedelta(hours=-3, minutes=-30)


def test_the_machines_own_zone_files_are_not_read(tmp_path):
    (tmp_path / "Europe").mkdir()
    (tmp_path / "Europe" / "Berlin").write_bytes(b"nonsense")
    zoneinfo.reset_tzpath([tmp_path])
    tz.cache_clear()
    try:
        assert offset("Europe/Berlin", 2026, 1, 1) == timedelta(hours=1)
    finally:
        zoneinfo.reset_tzpath()


@pytest.mark.parametrize(
    "name",
    [
        *("", "Europe/Atlantis", "europe/berlin", "../zones", "/etc/localtime", "zone.tab", "Europe"),
        *("+3", "UTC+3", "+14:01", "-12:01", "-00:00", "+03:60", "+٠٣:00", "+03:00\n"),
    ],
)
def test_anything_else_is_an_unknown_zone(name):
    with pytest.raises(UnknownZone):
        tz(name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("+3", "+03:00"),
        ("UTC+3", "+03:00"),
        ("utc +3", "+03:00"),
        ("GMT-03:30", "-03:30"),
        ("−3", "-03:00"),
        ("+0530", "+05:30"),
        ("+5:45", "+05:45"),
        (" utc ", "+00:00"),
        ("gmt", "+00:00"),
        ("-0", "+00:00"),
        ("+14", "+14:00"),
        ("-12:00", "-12:00"),
    ],
)
def test_offsets_as_people_type_them(text, name):
    assert parse_offset(text) == name
    assert is_fixed(name)
    tz(name)


@pytest.mark.parametrize(
    "text",
    [
        *("", "3", "+", "utc+", "utc3", "EST+3", "+3h", "++3", "+530", "+003", "+٣"),
        *("+14:01", "-12:01", "+15", "+99", "+3:60", "+3:5"),
    ],
)
def test_other_text_is_no_offset(text):
    assert parse_offset(text) is None


def test_iana_names_are_not_fixed_offsets():
    assert not any(is_fixed(name) for name in zone_names())
