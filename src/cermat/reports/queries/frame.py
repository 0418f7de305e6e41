"""What all prints of an office share: letterhead, who signs, how figures are written."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max

from cermat.instruments.models import Result
from cermat.lib.months import date_time, day_of, long_date, number
from cermat.lib.rounding import rounded
from cermat.organisation.models import Assignment, SettingKey, Unit, User
from cermat.organisation.queries import head_of, setting
from cermat.printing.blocks import Block, Letterhead, Print, Signatures, Signer
from cermat.sop.models import Cycle

NO_DATA = "Tidak tercapai – data tidak tersedia"


def is_example(kecamatan: Unit) -> bool:
    """Whether invented people work here: then every page says DATA CONTOH."""
    return User.objects.filter(is_example=True, assignments__unit__kecamatan=kecamatan).exists()


def letterhead(kecamatan: Unit, day: date) -> Letterhead:
    chosen: dict[str, str] = setting(kecamatan, SettingKey.LETTERHEAD, day) or {}
    return Letterhead(
        government=chosen.get("pemerintah") or f"PEMERINTAH {str(kecamatan.parent or '').upper()}".strip(),
        office=chosen.get("kantor") or str(kecamatan).upper(),
        address=chosen.get("alamat", ""),
        contact=chosen.get("kontak", ""),
    )


def official(
    kecamatan: Unit,
    now: datetime,
    *,
    title: str,
    code: str,
    heading: tuple[str, ...],
    blocks: list[Block],
    landscape: bool = False,
    with_letterhead: bool = True,
) -> Print:
    """A print of this office, with its letterhead and, for examples, the ribbon."""
    return Print(
        title=title,
        code=f"CERMAT/{code}",
        blocks=tuple(blocks),
        heading=tuple(line for line in heading if line),
        letterhead=letterhead(kecamatan, day_of(now)) if with_letterhead else None,
        landscape=landscape,
        example=is_example(kecamatan),
        author=str(kecamatan),
    )


def period(cycle: Cycle) -> str:
    return f"Periode {cycle.month.name}"


def told_at(cycle: Cycle, now: datetime) -> datetime:
    """The moment a print speaks of: now while the period runs; then its close, or what was corrected after it."""
    if cycle.closed_at is None:
        return now
    found = Cycle.objects.filter(pk=cycle.pk).aggregate(sheet=Max("entries__events__at"), run=Max("runs__at"))
    return min(now, max(at for at in (cycle.closed_at, found["sheet"], found["run"]) if at))


def signing_day(cycle: Cycle, now: datetime) -> date:
    """The day under a signature, and on which the signers hold their posts: never weeks after a period was closed."""
    return day_of(told_at(cycle, now))


def place_date(kecamatan: Unit, day: date | None) -> str:
    return f"{kecamatan.name}, {long_date(day) if day else '……………………'}"


def signer(unit: Unit, day: date, *, above: str = "", note: str = "", place: str = "", fallback: str = "") -> Signer:
    """The head of the unit as they sign on `day`; an empty name where the office stands empty."""
    head = head_of(unit, day)
    if head is None:
        return Signer(fallback or unit.head_title or f"Pimpinan {unit}", above=above, note=note, place_date=place)
    return signing(head, above=above, note=note, place=place)


def signing(post: Assignment, *, above: str = "", note: str = "", place: str = "") -> Signer:
    person = post.user
    rank = " / ".join(part for part in (person.rank, person.grade) if part)
    return Signer(post.title, person.full_name, rank, person.nip, above, place, note)


def secretary(kecamatan: Unit, day: date, *, above: str = "", note: str = "", place: str = "") -> Signer:
    secretariat = Unit.objects.in_kecamatan(kecamatan).filter(kind="sekretariat").first()
    if secretariat is None:
        return Signer("Sekretaris Camat", above=above, note=note, place_date=place)
    return signer(secretariat, day, above=above, note=note, place=place, fallback="Sekretaris Camat")


def head_and_secretary(kecamatan: Unit, day: date) -> Signatures:
    """Mengetahui Camat on the left, Sekcam with place and date on the right."""
    return Signatures(
        (
            signer(kecamatan, day, above="Mengetahui,", fallback=f"Camat {kecamatan.name}"),
            secretary(kecamatan, day, place=place_date(kecamatan, day)),
        )
    )


def through_cermat(verb: str, who: User | None, at: datetime | None) -> str:
    """The note under a signature block for what was done on the screen."""
    return f"{verb} melalui Cermat oleh {who.full_name},\n{date_time(at)}" if who and at else ""


def figure(value: Decimal | None, decimals: int = 2) -> str:
    """As many decimals as there are, at most `decimals`; a dash where there is nothing."""
    return number(None if value is None else rounded(value, decimals))


def result_figure(result: Result) -> str:
    """With the decimals of its instrument, as on the screen: 0,8230."""
    return number(result.counted_value, result.decimals)


def named(units: Sequence[str]) -> str:
    """Kelurahan Ploso, Kelurahan Kramat, Desa Bogo → Kelurahan Ploso, Kramat; Desa Bogo"""
    kinds: dict[str, list[str]] = {}
    for unit in units:
        kind, _, name = unit.partition(" ")
        kinds.setdefault(kind, []).append(name)
    return "; ".join(f"{kind} {', '.join(names)}".strip() for kind, names in kinds.items())
