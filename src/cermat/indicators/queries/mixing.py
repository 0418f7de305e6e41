"""Expressions of IKU that name indicators of different spans of time."""

from datetime import date

from cermat.indicators.models import SetKind
from cermat.indicators.queries.library import current_set
from cermat.indicators.schema import PlanFile
from cermat.lib.expression import parse
from cermat.organisation.models import Unit

SINCE_JANUARY, AT_THE_END = "kumulatif", "keadaan"
SENTENCE = (
    "Rumus {code} mencampur {since} (kumulatif sejak Januari) dengan {monthly} (angka satu bulan). "
    "Pakai indikator yang rentang waktunya sama."
)


def mixed_formulas(kecamatan: Unit, file: PlanFile) -> dict[int, str]:
    """By the place of the IKU in the file: why its expression is refused.

    Months of a cumulative figure are not added up again, those of a monthly one are: over one of each, either the
    first would be counted several times or the second for its last month alone. A state at the end of a month goes
    with both. What the library of the year does not know says nothing here.
    """
    library = current_set(kecamatan, SetKind.MONTHLY, date(file.tahun, 12, 31))
    wanted = {at: _codes(row.sumber_data.rumus) for at, row in enumerate(file.iku) if row.sumber_data.rumus}
    if library is None or not wanted:
        return {}
    natures = dict(library.indicators.values_list("code", "nature"))
    found = {}
    for at, codes in wanted.items():
        known = {code: natures[code] for code in codes if code in natures}
        since = [code for code, nature in known.items() if nature == SINCE_JANUARY]
        monthly = [code for code, nature in known.items() if nature not in {SINCE_JANUARY, AT_THE_END}]
        if since and monthly:
            told = {"since": ", ".join(since), "monthly": ", ".join(monthly)}
            found[at] = SENTENCE.format(code=file.iku[at].kode, **told)
    return found


def _codes(text: str) -> list[str]:
    """TRB_02.n, in an expression that was checked: TRB-02."""
    return sorted({name.partition(".")[0].replace("_", "-") for name in parse(text).names()})
