"""Definition files into rows. A version once loaded never changes: another content needs another version."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from cermat.audit.actions import Target, record
from cermat.indicators.actions.readiness import alone
from cermat.indicators.actions.versions import same_content
from cermat.indicators.models import Indicator, IndicatorSet, digest_of
from cermat.indicators.schema import IndicatorFile, Row, is_instrument, read_indicators
from cermat.indicators.schema.indicators import AUTOMATIC, CommonRule, Group, Question
from cermat.instruments.actions import load_instrument
from cermat.lib.errors import DefinitionError
from cermat.lib.months import day_of
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import require


@transaction.atomic
def load_indicators(*, kecamatan: Unit, kind: str, text: str, by: User | None, now: datetime) -> IndicatorSet:
    """Load a set of indicators. The same file again changes nothing; `by=None` is the installer at the terminal.

    Sinergitas and documents come as instrument files, and stand among the office's instruments from then on.
    Raises DefinitionError with the lines, ConflictError where the version stands already with another content.
    """
    if by is not None:
        require(by, Permission.LOAD_DEFINITIONS, kecamatan, day_of(now))
    file = read_indicators(text)
    if file.set != kind:
        raise DefinitionError([f'Berkas ini berisi set "{file.set}", bukan "{kind}".'])
    digest = digest_of(text)
    alone(kecamatan.pk)
    known = IndicatorSet.objects.filter(kecamatan=kecamatan, kind=kind, version=file.versi).first()
    if known is not None:
        return same_content(known, digest)
    if is_instrument(text):
        load_instrument(kecamatan=kecamatan, text=text, by=by, now=now)
    loaded = IndicatorSet.objects.create(
        kecamatan=kecamatan,
        kind=kind,
        name=file.nama,
        version=file.versi,
        origin=file.asal,
        details={group.key: _group(group) for group in file.bidang},
        source=text,
        digest=digest,
        valid_from=file.berlaku_mulai,
        loaded_by=by,
        loaded_at=now,
    )
    Indicator.objects.bulk_create(_rows(loaded, file))
    record(
        by=by,
        verb="indicators.loaded",
        target=Target("indicator_set", loaded.pk, chain=kecamatan.code),
        at=now,
        after={"kind": kind, "version": file.versi, "rows": len(file.indikator), "digest": digest},
    )
    return loaded


def _group(group: Group) -> dict[str, str | None]:
    return {
        "name": group.nama,
        "definition": group.definisi,
        "most": None if group.paling_tinggi is None else str(group.paling_tinggi),
    }


def _rows(loaded: IndicatorSet, file: IndicatorFile) -> list[Indicator]:
    groups = {group.key: group for group in file.bidang}
    return [
        _indicator(loaded, row, groups[row.bidang], position, file.aturan_umum)
        for position, row in enumerate(file.indikator, 1)
    ]


def _indicator(loaded: IndicatorSet, row: Row, group: Group, position: int, common: Sequence[CommonRule]) -> Indicator:
    return Indicator(
        set=loaded,
        code=row.kode,
        position=position,
        name=row.nama,
        group=group.key,
        group_name=group.nama,
        applies_to=row.berlaku,
        nature=row.jenis,
        fields=[_question(question) for question in row.isian],
        formula=row.rumus,
        unit_label=row.satuan,
        direction=row.arah,
        aggregation=row.agregasi,
        target=row.target,
        monthly_targets={str(number): _text(target) for number, target in row.target_bulanan.items()},
        due_months=None if row.bulan_berlaku is None else list(row.bulan_berlaku),
        section_key=row.seksi,
        evidence=row.bukti,
        evidence_required=row.wajib_bukti,
        rules=[
            {"kind": rule.jenis, "when": rule.jika, "read": rule.dibaca, "message": rule.pesan}
            for rule in row.rules(common)
        ],
        points=row.poin,
        help_text=row.catatan,
        where=row.asal,
        no_denominator=row.tanpa_penyebut,
        target_note=row.target_catatan,
        details=_details(row),
    )


def _details(row: Row) -> dict[str, str]:
    own = {"target_per": "" if row.target_per == "bulan" else row.target_per, "syarat": row.syarat}
    return row.rincian | {key: value for key, value in own.items() if value}


def _question(question: Question) -> dict[str, Any]:
    told: dict[str, Any] = {
        "key": question.key,
        "label": question.label,
        "unit": question.satuan,
        "kind": question.jenis,
        "decimals": question.desimal,
        "prefill": question.isi_awal,
        "prefill_read": question.isi_awal_dibaca,
        "auto": AUTOMATIC.get(question.otomatis, ""),
        "auto_read": question.otomatis_dibaca,
        "least": _text(question.paling_kecil),
        "most": _text(question.paling_besar),
        "points": _text(question.poin),
        "choices": [{"value": str(choice.nilai), "label": choice.label} for choice in question.pilihan],
    }
    return {key: value for key, value in told.items() if value not in ("", None, [])} | {"kind": question.jenis}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
