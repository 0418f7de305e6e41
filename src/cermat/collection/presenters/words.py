"""Names of sheets and their states."""

from cermat.collection.models import Entry, EntryState, Form
from cermat.collection.schema import FORM_NAMES
from cermat.lib.months import full_date

STATES = {
    EntryState.SENT: ("Terkirim", "now"),
    EntryState.SENT_BACK: ("Dikembalikan", "late"),
    EntryState.VALIDATED: ("Tervalidasi", "done"),
}


def form_name(entry: Entry) -> str:
    return FORM_NAMES[Form(entry.form)]


def sheet_title(entry: Entry) -> str:
    """A monthly sheet is called by the section that asks for it, the others by their form."""
    return entry.section.name if entry.form == Form.MONTHLY else form_name(entry)


def full_title(entry: Entry) -> str:
    """Kelurahan Payaman, Seksi Tata Pemerintahan, November 2026"""
    return f"{entry.unit}, {sheet_title(entry)}, {entry.cycle.month.name}"


def entry_state(entry: Entry) -> dict[str, str]:
    known = STATES.get(EntryState(entry.state))
    if known:
        word, tone = known
    elif entry.submitted_at:
        word, tone = "Menunggu persetujuan", "now"
    elif entry.first_saved_at:
        word, tone = "Draf", ""
    else:
        word, tone = "Belum dimulai", ""
    return {"word": word, "tone": tone}


def returned_word(entry: Entry) -> str:
    """What happened to a sheet that bears a reason. A head hands back what was not yet sent, a checker what was."""
    if entry.state == EntryState.SENT_BACK:
        return "Dikembalikan"
    handed = (
        entry.events.filter(verb__in=["handed_back", "reopened"]).order_by("at", "pk").last() if entry.reason else None
    )
    return "Dikembalikan pimpinan" if handed and handed.verb == "handed_back" else "Dibuka untuk koreksi"


def until_words(entry: Entry) -> str:
    """Said on a monthly sheet whose month goes on after the collecting is closed; empty where it does not."""
    cycle = entry.cycle
    if entry.form != Form.MONTHLY or cycle.cutoff_on >= cycle.month.last:
        return ""
    return (
        f"Pengumpulan ditutup {full_date(cycle.cutoff_on)}, sebelum bulannya berakhir: isi keadaan s.d. tanggal itu. "
        "Sisanya dilengkapi sebagai koreksi, dan kedua angka tampil pada laporan."
    )
