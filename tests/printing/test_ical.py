"""The calendar file, read back as RFC 5545 says."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from cermat.printing.ical import Event, as_ical

AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
DAY = date(2026, 11, 30)


def lines(content: bytes) -> list[str]:
    """Unfolded lines."""
    text = content.decode()
    assert text.endswith("\r\n")
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def test_whole_days_end_on_the_first_free_day():
    made = lines(as_ical([Event("7-due", DAY, DAY, "Batas kirim")], title="Data Kinerja", host="cermat.id", at=AT))
    assert made[0] == "BEGIN:VCALENDAR"
    assert made[-1] == "END:VCALENDAR"
    for line in (
        "UID:7-due@cermat.id",
        "DTSTART;VALUE=DATE:20261130",
        "DTEND;VALUE=DATE:20261201",
        "SUMMARY:Batas kirim",
    ):
        assert line in made


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200))
def test_any_words_come_back_and_no_line_is_too_long(words: str):
    raw = as_ical([Event("k", DAY, DAY, words, note=f"{words}\n;,\\")], title=words, host="h", at=AT)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    told = next(line for line in lines(raw) if line.startswith("SUMMARY:")).removeprefix("SUMMARY:")
    plain = told.replace("\\\\", "\0").replace("\\,", ",").replace("\\;", ";").replace("\\n", "\n").replace("\0", "\\")
    assert plain == words
    assert sum(line.startswith("BEGIN:VEVENT") for line in lines(raw)) == 1
