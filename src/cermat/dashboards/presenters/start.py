"""Mulai dari sini in words: what is missing, what it is for, who brings it, one click from its form."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from cermat.dashboards.presenters.words import named
from cermat.dashboards.queries import Start, StartKey, StartStep, Vacancy
from cermat.indicators.models import SetKind
from cermat.organisation.permissions import ROLE_NAMES, Role

K = StartKey
MOST = 8  # vacant posts that are named

ADDRESSES: dict[StartKey, str] = {
    K.SOP: "sop:file",
    K.INSTRUMENTS: "instruments:upload",
    K.INDICATORS: "indicators:files",
    K.REQUIREMENTS: "requirements:files",
    K.PLAN: "indicators:plans",
    K.BALANCES: "measurement:balances",
    K.PERIOD: "sop:opening",
    K.PEOPLE: "organisation:people",
}


def titles(year: int) -> dict[StartKey, str]:
    plan = _("Rencana {year}: Renstra, IKU, PK, Rencana Aksi, kegiatan").format(year=year)
    return {
        K.SECTIONS: _("Seksi dan Sekretariat"),
        K.PEOPLE: _("Orang dan jabatannya"),
        K.SOP: _("SOP kantor"),
        K.INSTRUMENTS: _("Instrumen bawaan"),
        K.INDICATORS: _("Daftar indikator"),
        K.REQUIREMENTS: _("Jadwal persyaratan"),
        K.PLAN: plan,
        K.ADOPTION: _("Rencana {year} diberlakukan").format(year=year),
        K.AGREEMENTS: _("Perjanjian Kinerja {year} ditandatangani").format(year=year),
        K.BALANCES: _("Saldo awal {year}, bila perlu").format(year=year),
        K.PERIOD: _("Periode pertama dibuka"),
        K.LOCK: _("Tahun {year} dikunci").format(year=year - 1),
    }


def hints() -> dict[StartKey, str]:
    return {
        K.SECTIONS: _("Siapa menanggung indikator apa. Berkas definisi menyebut seksi dengan kodenya."),
        K.PEOPLE: _("Pimpinan setiap unit lebih dahulu, lalu operator dan staf. Kata sandi pertama tampil satu kali."),
        K.SOP: _("Tahapan, pelaksana, dan mutu bakunya. Contohnya dapat dibuka dan diubah di halaman itu."),
        K.INSTRUMENTS: _("IKM, IDM, Indeks Desa, LKE, dan lainnya: satu tombol."),
        K.INDICATORS: _("Apa yang diisi tiap bulan oleh desa/kelurahan dan seksi. Contohnya disertakan."),
        K.REQUIREMENTS: _("Kapan kelima persyaratan SOP jatuh tempo, dan seksi mana yang menanggungnya."),
        K.PLAN: _("Diisi bagian demi bagian atau lewat buku kerja XLSX, lalu dinyatakan siap diperiksa."),
        K.ADOPTION: _("Draf siap: orang lain memeriksanya, lalu memberlakukannya. Sejak itu target dan pagu berlaku."),
        K.AGREEMENTS: _("Setiap kasi lebih dahulu, lalu Camat sebagai pihak kedua."),
        K.BALANCES: _("Hanya bila kantor mulai di tengah tahun: angka s.d. bulan sebelumnya, dengan sumbernya."),
        K.LOCK: _("Setelah semua periodenya selesai dan LKjIP diserahkan: tandai penyerahannya, lalu kunci tahunnya."),
        K.PERIOD: _("Sesudah ini tugas setiap bulan datang sendiri kepada orangnya."),
    }


def owners() -> dict[StartKey, str]:
    admin, sekcam = _("Administrator"), _("Sekretaris Camat")
    return {
        K.PLAN: _("Sekretaris Camat, Kasubbag, atau Administrator"),
        K.ADOPTION: _("Camat, atau Administrator bila Camat yang menyusun"),
        K.AGREEMENTS: _("Camat, Sekretaris Camat, dan setiap kasi"),
        K.BALANCES: sekcam,
        K.PERIOD: sekcam,
        K.LOCK: _("Sekretaris Camat atau Camat"),
    } | dict.fromkeys((K.SECTIONS, K.PEOPLE, K.SOP, K.INSTRUMENTS, K.INDICATORS, K.REQUIREMENTS), admin)


def kinds() -> dict[SetKind, str]:
    return {
        SetKind.MONTHLY: _("indikator bulanan"),
        SetKind.SINERGITAS: _("sinergitas"),
        SetKind.DOCUMENTS: _("daftar dokumen"),
        SetKind.SHEETS: _("lembar persyaratan"),
    }


@dataclass(frozen=True)
class Link:
    text: str
    url: str


@dataclass(frozen=True)
class StartLine:
    title: str
    hint: str
    url: str  # empty where it is done, or somebody else's
    state: str
    mark: str  # of the state: done, now
    links: list[Link]
    missing: str


@dataclass(frozen=True)
class StartView:
    title: str
    intro: str
    lines: list[StartLine]
    done: str  # 3 dari 9 selesai
    is_new: bool  # of an office without a period: before everything else on the page


def start_view(start: Start | None) -> StartView | None:
    if start is None:
        return None
    if not start.is_new:
        lines = [_line(start, step) for step in start.steps if not step.is_done]
        intro = _("Yang masih diperlukan tahun ini di samping pekerjaan setiap bulan.")
        return StartView(_("Urusan tahun {year}").format(year=start.year), intro, lines, "", is_new=False)
    lines = [_line(start, step) for step in start.steps]
    counted = _("{done} dari {all} selesai").format(done=sum(one.is_done for one in start.steps), all=len(lines))
    intro = _("Yang diperlukan kantor sebelum bulan pertamanya, menurut urutannya. Daftar ini hilang setelah selesai.")
    return StartView(_("Mulai dari sini"), intro, lines, counted, is_new=True)


def _line(start: Start, step: StartStep) -> StartLine:
    if step.is_done:
        state, mark = _("Selesai"), "done"
    elif step.is_mine:
        state, mark = _("Giliran Anda"), "now"
    else:
        state, mark = _("Menunggu {who}").format(who=owners()[step.key]), ""
    waits = step.key is K.PERIOD and not start.may_open
    if waits:
        state, mark = _("Sesudah langkah di atas"), ""
    is_open = step.is_mine and not step.is_done and not waits
    links = [_vacancy(one) for one in step.vacancies[:MOST]] if is_open else []
    return StartLine(
        title=titles(start.year)[step.key],
        hint=hints()[step.key],
        url=_address(start, step) if is_open else "",
        state=state,
        mark=mark,
        links=links,
        missing="" if step.is_done else _missing(step, is_linked=is_open),
    )


def _missing(step: StartStep, *, is_linked: bool) -> str:
    """What lacks by name; posts that are linked are named by their links."""
    named_already = MOST if is_linked else 0
    if rest := step.vacancies[named_already:]:
        words = _("Belum ada juga: {names}.") if named_already else _("Belum ada: {names}.")
        return words.format(names=named([_post(one) for one in rest], MOST))
    if step.kinds:
        return _("Belum dimuat: {names}.").format(names=named([kinds()[kind] for kind in step.kinds]))
    return ""


def _post(vacancy: Vacancy) -> str:
    role, unit = ROLE_NAMES[vacancy.role], vacancy.unit
    if vacancy.role is Role.KASI:
        return unit.head_title or f"Kepala {unit.name}"
    return f"{role} {unit.name}" if unit.is_village else role


def _vacancy(vacancy: Vacancy) -> Link:
    asked = urlencode({"peran": vacancy.role.value, "unit": vacancy.unit.pk})
    return Link(_("Tambah {post}").format(post=_post(vacancy)), f"{reverse('organisation:new_person')}?{asked}")


def _address(start: Start, step: StartStep) -> str:
    if step.key is K.SECTIONS:
        return reverse("organisation:new_unit", args=[start.office.pk])
    if step.key is K.PLAN and step.pk:
        return reverse("indicators:plan_draft", args=[step.pk])
    if step.key is K.ADOPTION:
        return reverse("indicators:plan_adoption", args=[step.pk])
    if step.key is K.LOCK:
        return reverse("years:calendar", args=[start.year])
    if step.key is K.AGREEMENTS:
        return reverse("indicators:agreements", args=[step.pk])
    return reverse(ADDRESSES[step.key])
