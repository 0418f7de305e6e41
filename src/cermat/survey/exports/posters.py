"""Posters and slips of the survey as prints."""

from datetime import date, datetime

from cermat.lib.months import day_of
from cermat.organisation.models import SettingKey, Unit
from cermat.organisation.queries import setting
from cermat.printing.blocks import Letterhead, Poster, Print, Strips
from cermat.printing.qr import qr_svg
from cermat.survey.formula.receipts import as_printed
from cermat.survey.models import Counter, Survey
from cermat.survey.queries.arriving import by_examples

TITLE = "Bagaimana pelayanan kami?"
LEAD = "Pindai kode ini, lalu jawab beberapa pertanyaan."
NOTES = ("Tanpa identitas", "Kira-kira 2 menit")


def poster_of(counter: Counter, address: str, shown: str, now: datetime, paper: str) -> Print:
    """One page that hangs at a counter. `address` stands in the code, `shown` in letters beside it."""
    place = " · ".join([counter.name, *([counter.service.name] if counter.service else [])])
    block = Poster(TITLE, LEAD, qr_svg(address), f"Kode QR ke {address}", shown, NOTES, place)
    return Print(
        title=f"Poster survei {counter.name}",
        code="CERMAT/POSTER-SURVEI",
        blocks=(block,),
        letterhead=office_head(counter.unit, day_of(now)),
        author=str(counter.unit),
        paper=paper,
        example=by_examples(counter.unit),
    )


def strips_of(survey: Survey, codes: list[str], shown: str) -> Print:
    """Slips to cut out, thirty to a page. Each code opens the form once. `shown`: where; "" if unknown."""
    where = ("Tulis kode ini pada formulir survei:", shown) if shown else ("Tulis kode ini pada formulir survei.",)
    above, below = f"{survey.unit}, {survey.month.name}", (*where, "Berlaku sekali; jawaban tanpa identitas.")
    return Print(
        title=f"Kode tanda terima {survey}",
        code="CERMAT/KODE-SURVEI",
        blocks=(Strips(tuple(as_printed(code) for code in codes), above, below),),
        author=str(survey.unit),
        example=by_examples(survey.unit),
    )


def office_head(unit: Unit, day: date) -> Letterhead:
    """The letterhead of the kecamatan; of a kelurahan or desa its own name under that of the kecamatan."""
    kecamatan = unit.kecamatan or unit
    chosen: dict[str, str] = setting(kecamatan, SettingKey.LETTERHEAD, day) or {}
    government = chosen.get("pemerintah") or f"PEMERINTAH {str(kecamatan.parent or '').upper()}".strip()
    office = chosen.get("kantor") or str(kecamatan).upper()
    if unit != kecamatan:
        return Letterhead(f"{government} · {office}", str(unit).upper())
    return Letterhead(government, office, chosen.get("alamat", ""), chosen.get("kontak", ""))
