"""Who has not sent, in words: on the page, in a WhatsApp message, in the list for the office's group."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import quote

from django.urls import reverse

from cermat.collection.formula.deadlines import Reminding
from cermat.collection.models import Entry, Form
from cermat.collection.presenters.words import entry_state, form_name, sheet_title
from cermat.collection.queries import Owing, overdue, short_of
from cermat.lib.months import full_date, long_date
from cermat.organisation.models import Assignment, Kind
from cermat.organisation.permissions import ROLE_NAMES, Role
from cermat.sop.models import Cycle

CALLED = {Role.OPERATOR: "Operator", Role.KASI: "Kasi", Role.SEKCAM: "Sekcam", Role.KASUBBAG: "Kasubbag"}
PHONE = re.compile(r"^62\d{8,13}$")
SAID = {
    Form.DOCUMENTS: "dokumen",
    Form.SINERGITAS: "sinergitas",
    Form.IKM: "IKM",
    Form.IDM: "Indeks Desa",
    Form.RTRW: "RT/RW Cantik",
}


def owing_view(owing: Owing, cycle: Cycle, day: date, address: str) -> dict[str, Any]:
    """One unit: what is missing, until when, and the ways to ask for it. `address`: where it is filled in."""
    text = unit_text(owing, cycle, address)
    return {
        "unit": owing.unit,
        "is_late": owing.is_late,
        "until": full_date(owing.until),
        "was_due": long_date(cycle.due_on) if owing.until != cycle.due_on else "",
        "count": len(owing.entries),
        "sheets": [_sheet(entry, day) for entry in owing.entries],
        "awaits_head": owing.awaits_head,
        "people": ", ".join(f"{one.user.full_name} ({ROLE_NAMES[Role(one.role)]})" for one in owing.people),
        "whatsapp": _links(owing.asked, text),
        "extend_url": f"{reverse('collection:extension', args=[cycle.pk])}?unit={owing.unit.pk}",
    }


def _sheet(entry: Entry, day: date) -> dict[str, Any]:
    return {
        "entry": entry,
        "title": sheet_title(entry),
        "form": form_name(entry),
        "state": entry_state(entry),
        "is_late": overdue(entry, day),
    }


def _links(people: Iterable[Assignment], text: str) -> list[dict[str, str]]:
    """One link for each person whose number is known; without any, one that asks WhatsApp to choose."""
    known = [(one, wa_number(one.user.phone)) for one in people]
    found = [
        {
            "url": wa_link(number, text),
            "to": CALLED.get(Role(one.role), ROLE_NAMES[Role(one.role)]),
            "who": one.user.full_name,
        }
        for one, number in known
        if number
    ]
    return found or [{"url": wa_link("", text), "to": "", "who": ""}]


def wa_number(phone: str) -> str:
    """081234567890 and +62 812-3456-7890 as WhatsApp's addresses write it: 6281234567890. Empty where it is none."""
    bare = re.sub(r"[^\d]", "", phone)
    number = f"62{bare[1:]}" if bare.startswith("0") else bare
    return number if PHONE.match(number) else ""


def wa_link(number: str, text: str) -> str:
    return f"https://wa.me/{number}?text={quote(text)}"


def missing_words(entries: Iterable[Entry]) -> str:
    """Bulanan Tata Pemerintahan, Pelayanan Umum; dokumen"""
    entries = list(entries)
    monthly = [short_of(entry.section) for entry in entries if entry.form == Form.MONTHLY]
    others = [SAID[Form(entry.form)] for entry in entries if entry.form != Form.MONTHLY]
    return "; ".join(([f"bulanan {', '.join(monthly)}"] if monthly else []) + others)


def unit_text(owing: Owing, cycle: Cycle, address: str) -> str:
    """The message to one unit."""
    late = " (sudah terlambat)" if owing.is_late else ""
    asked = "Mohon bantuan mengirim" if owing.unit.kind == Kind.DESA else "Belum terkirim:"
    lines = [
        f"*{owing.unit}* · Data Kinerja {cycle.month.name}",
        f"{asked} {len(owing.entries)} isian: {missing_words(owing.entries)}.",
        *(["Sudah terisi, tinggal disetujui dan dikirim oleh pimpinan."] if owing.awaits_head else []),
        f"Batas waktu: {full_date(owing.until)}{late}.",
        f"Isi dan kirim di {address}",
    ]
    return "\n".join([*lines, "Terima kasih."])


def group_text(cycle: Cycle, owed: Iterable[Owing], address: str) -> str:
    """The reminder for the WhatsApp group: kelurahan and sections first, desa are asked apart."""
    owed = list(owed)
    lines = [f"*Pengumpulan Data Kinerja {cycle.month.name}*", f"Batas waktu: {full_date(cycle.due_on)}"]
    others = [_group_line(one, cycle) for one in owed if one.unit.kind != Kind.DESA]
    desa = [_group_line(one, cycle) for one in owed if one.unit.kind == Kind.DESA]
    if others:
        lines += ["", "Belum terkirim:", *others]
    if desa:
        lines += ["", "Mohon bantuan pengisian:", *desa]
    return "\n".join([*lines, "", f"Isi dan kirim di {address}", "Terima kasih."]) if owed else ""


def _group_line(one: Owing, cycle: Cycle) -> str:
    later = f" (diperpanjang sampai {long_date(one.until)})" if one.until != cycle.due_on else ""
    return f"- {one.unit}, {len(one.entries)} isian: {missing_words(one.entries)}{later}"


def reminded_words(asked: int, already: int, *, by_mail: bool) -> str:
    """What the page says after the click; nothing that did not happen."""
    if not asked and not already:
        return "Tidak ada yang perlu diingatkan: semuanya sudah terkirim atau menunggu pimpinannya."
    parts = (
        [f"Pengingat dikirim kepada {asked} orang ke kotak masuk{' dan surel' if by_mail else ''}."] if asked else []
    )
    parts += [f"{already} orang sudah diingatkan hari ini dan tidak diingatkan lagi."] if already else []
    return " ".join(parts)


def mail_words(owed: Iterable[Owing], *, is_set: bool) -> str:
    if not is_set:
        return "Server surel belum disetel, jadi pengingat hanya masuk ke kotak masuk Cermat."
    people = {one.user_id: one.user for owing in owed for one in owing.people}
    known = sum(bool(user.email) for user in people.values())
    return f"Pengingat juga dikirim lewat surel kepada {known} dari {len(people)} orang yang alamatnya tercatat."


def schedule_words(chosen: Reminding) -> str:
    """What happens without a click, as the office has chosen."""
    days = [f"{chosen.days_before} hari kerja sebelum batas waktu"] if chosen.days_before else []
    days += ["pada pagi hari batas waktunya"] if chosen.on_the_day else []
    if not days:
        return "Kantor ini tidak memakai pengingat otomatis. Administrator mengaturnya pada Pilihan kantor."
    return f"Pengingat otomatis: {' dan '.join(days)}, hanya kepada yang belum mengirim."
