"""Terlambat in words: what waits, on whom, since when, one click from the place where it is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from cermat.dashboards.presenters.board import PLACES
from cermat.dashboards.presenters.words import day_words, few, period_words
from cermat.dashboards.queries import Late, LateKind
from cermat.sop.workflow import Work

K = LateKind
SENTENCES = {
    K.SHEETS: "{count} isian belum dikirim",
    K.CHECKS: "{count} isian belum diperiksa",
    K.REQUIREMENT: "Persyaratan {text} belum terisi",
    K.SIGNATURE: "Pengukuran kinerja belum ditandatangani",
    K.STEP: "{text}: bagiannya belum selesai",
    K.FORM: "Formulir tindak lanjut belum diisi: {text}",
    K.PROOF: "Bukti dukung tindak lanjut belum diserahkan: {text}",
    K.VERIFYING: "Bukti dukung belum diverifikasi: {text}",
    K.DOCUMENT: "Dokumen belum jadi: {text}",
    K.SURVEY: "Survei {text} sudah berakhir dan belum ditutup",
    K.DELIVERY: "Belum diserahkan: {text}",
}
OF_A_CYCLE = {K.CHECKS: "collection:mine", K.REQUIREMENT: "requirements:register", K.SIGNATURE: "measurement:cycle"}
OF_ITSELF = {
    K.FORM: "evaluation:recommendation",
    K.PROOF: "evaluation:recommendation",
    K.VERIFYING: "evaluation:recommendation",
    K.DOCUMENT: "documents:document",
    K.SURVEY: "survey:survey",
}


@dataclass(frozen=True)
class LateLine:
    text: str
    url: str
    who: str
    since: str
    days: str


def late_lines(found: Iterable[Late], today: date) -> list[LateLine]:
    return [_line(late, today) for late in found]


def late_rows(found: Iterable[Late], today: date) -> list[tuple[str, str, str, date, int]]:
    """The same for a workbook, in whole sentences."""
    return [
        (
            SENTENCES[late.kind].format(count=late.count, text=late.text),
            str(late.unit or ""),
            period_words(late.cycle) if late.cycle else "",
            late.since,
            (today - late.since).days,
        )
        for late in found
    ]


def _line(late: Late, today: date) -> LateLine:
    who = [str(late.unit)] if late.unit else []
    who += [period_words(late.cycle)] if late.cycle else []
    return LateLine(
        text=SENTENCES[late.kind].format(count=late.count, text=few(late.text)),
        url=_address(late),
        who=" · ".join(who),
        since=day_words(late.since),
        days=f"{(today - late.since).days} hari",
    )


def _address(late: Late) -> str:
    cycle = late.cycle.pk if late.cycle else 0
    if late.kind is K.SHEETS:
        return reverse("collection:unit", args=[cycle, late.pk])
    if late.kind is K.DELIVERY:
        return f"{reverse('years:calendar', args=[late.since.year])}?kecamatan={late.unit.code if late.unit else ''}"
    if late.kind in OF_A_CYCLE:
        return reverse(OF_A_CYCLE[late.kind], args=[cycle])
    if late.kind in OF_ITSELF:
        return reverse(OF_ITSELF[late.kind], args=[late.pk])
    place = PLACES.get(Work(late.work))
    return reverse(place, args=[cycle]) if place else reverse("sop:step", args=[late.pk])
