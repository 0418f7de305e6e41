"""The indicator files that come with Cermat: to take home, or to load as they stand."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from cermat.audit.views import once
from cermat.indicators.actions import load_indicators
from cermat.indicators.models import IndicatorSet, SetKind
from cermat.indicators.presenters import strangers
from cermat.indicators.queries import kecamatan_to_load, strange_sections
from cermat.lib.shipped import Shipped, shipped_file
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.web.downloads import YAML, as_file
from cermat.web.guards import requires

EXAMPLES = (  # named by the kind of set they hold
    Shipped(
        SetKind.MONTHLY.value,
        "Indikator bulanan desa dan kelurahan",
        "Contoh. Target yang menghitung kelurahan atau unit mengikuti Kecamatan Nganjuk (13 kelurahan, 2 desa): "
        "unduh dan sesuaikan bila jumlahnya lain.",
        "indicators/bulanan-contoh-1.yaml",
    ),
    Shipped(
        SetKind.SINERGITAS.value,
        "Sinergitas kinerja kecamatan",
        "Templat Kabupaten Sumedang 2026; pembagian ke seksi dapat diubah saat pemilahan.",
        "instruments/sinergitas-sumedang-2026.yaml",
    ),
    Shipped(
        SetKind.DOCUMENTS.value,
        "Daftar periksa dokumen kelurahan dan desa",
        "Buku dan dokumen yang dibuat atau disampaikan setiap kelurahan dan desa.",
        "instruments/dokumen-kelurahan.yaml",
    ),
    Shipped(
        SetKind.SHEETS.value,
        "Lembar persyaratan",
        "Lembar IKM, status desa, dan RT/RW Cantik.",
        "indicators/lembar-persyaratan-contoh-1.yaml",
    ),
)


@requires(Permission.LOAD_DEFINITIONS)
@once
def example(request: SignedInRequest, name: str) -> HttpResponse:
    """GET takes the shipped file home; POST loads it as it stands."""
    found = shipped_file(EXAMPLES, name)
    if found is None:
        raise Http404
    if request.method != "POST":
        return as_file(found.text.encode(), YAML, found.file_name)
    kecamatan = get_object_or_404(kecamatan_to_load(request.user, timezone.localdate()))
    loaded = load_indicators(kecamatan=kecamatan, kind=name, text=found.text, by=request.user, now=timezone.now())
    tell_loaded(request, loaded)
    return redirect("indicators:files")


def tell_loaded(request: SignedInRequest, loaded: IndicatorSet) -> None:
    messages.success(request, f"{loaded} termuat.")
    if words := strangers(strange_sections(loaded)):
        messages.warning(request, words)
