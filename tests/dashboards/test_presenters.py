"""The words of the overview pages in both languages."""

from datetime import date

from django.utils.translation import override

from cermat.dashboards.presenters.words import day_words, month_words, until
from cermat.lib.months import Month


def test_days_and_months_speak_the_language_of_the_page() -> None:
    day, month = date(2026, 12, 4), Month(2026, 10)
    with override("id"):
        assert (day_words(day), month_words(month)) == ("Jumat, 4 Desember 2026", "Oktober 2026")
    with override("en"):
        assert (day_words(day), month_words(month)) == ("Friday, 4 December 2026", "October 2026")
        assert until(day, date(2026, 12, 3)) == "Due Friday, 4 December 2026 · tomorrow"
