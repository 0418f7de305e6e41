"""The SOP as a page to read, its versions, and loading a file."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cermat.audit.views import once
from cermat.lib.errors import DefinitionError, DomainError
from cermat.lib.shipped import Shipped, shipped_file
from cermat.organisation.models import SignedInRequest, Unit
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import holds
from cermat.sop import actions, queries
from cermat.sop.forms import SopFileForm
from cermat.sop.models import Sop
from cermat.sop.presenters import sop_page
from cermat.web.downloads import YAML, as_file
from cermat.web.guards import requires
from cermat.web.typed import restored

EXAMPLES = (
    Shipped(
        "nganjuk",
        "SOP 01/2021 Kecamatan Nganjuk",
        "Prosedur Pengumpulan Data Kinerja, enam tahap. Kantor lain mengunduhnya, mengubah nama dan pelaksananya, "
        "lalu memuatnya di sini.",
        "sop/kecamatan-nganjuk-01-2021.yaml",
    ),
)


@requires(Permission.VIEW_CYCLE)
def current(request: SignedInRequest) -> HttpResponse:
    """The version in force, or how to load the first."""
    newest = queries.sops_visible_to(request.user, timezone.localdate()).order_by("kecamatan__code", "-version").first()
    return _page(request, newest)


@requires(Permission.VIEW_CYCLE)
def version(request: SignedInRequest, pk: int) -> HttpResponse:
    return _page(request, get_object_or_404(queries.sops_visible_to(request.user, timezone.localdate()), pk=pk))


def _page(request: SignedInRequest, sop: Sop | None) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "sop": sop,
        "shown": sop_page(queries.definition_of(sop)) if sop else None,
        "versions": queries.versions_of(sop) if sop else [],
        "may_load": holds(request.user, Permission.LOAD_DEFINITIONS, today),
    }
    return render(request, "sop/version.html", context)


@requires(Permission.LOAD_DEFINITIONS)
@once
def definition_file(request: SignedInRequest) -> HttpResponse:
    """GET the form; POST loads the file, or shows its faults beside its text, which stays for mending."""
    kecamatan = _kecamatan(request)
    form = SopFileForm(request.POST, request.FILES) if request.method == "POST" else SopFileForm(restored(request))
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            sop = actions.load_sop(
                kecamatan=kecamatan, text=form.cleaned_data["text"], by=request.user, now=timezone.now()
            )
        except DefinitionError as error:
            problems = error.problems
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{sop} berlaku untuk periode yang dibuka berikutnya.")
            return redirect("sop:version", sop.pk)
    status = 422 if request.method == "POST" else 200
    has_one = queries.current_sop(kecamatan) is not None
    examples = [(one, has_one) for one in EXAMPLES]
    context = {"form": form.with_text_shown(), "problems": problems, "examples": examples}
    return render(request, "sop/file.html", context, status=status)


@requires(Permission.LOAD_DEFINITIONS)
@once
def example(request: SignedInRequest, name: str) -> HttpResponse:
    """GET takes the shipped file home; POST loads it as it stands."""
    found = shipped_file(EXAMPLES, name)
    if found is None:
        raise Http404
    if request.method != "POST":
        return as_file(found.text.encode(), YAML, found.file_name)
    sop = actions.load_sop(kecamatan=_kecamatan(request), text=found.text, by=request.user, now=timezone.now())
    messages.success(request, f"{sop} berlaku untuk periode yang dibuka berikutnya.")
    return redirect("sop:version", sop.pk)


def _kecamatan(request: SignedInRequest) -> Unit:
    found = queries.kecamatan_of(request.user, Permission.LOAD_DEFINITIONS, timezone.localdate())
    return get_object_or_404(found[:1])
