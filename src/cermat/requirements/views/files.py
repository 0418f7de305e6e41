"""The office's schedule of requirements from a file: its own, or the one that comes with Cermat."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cermat.audit.views import once
from cermat.lib.definitions import read_definition
from cermat.lib.errors import DefinitionError, DomainError
from cermat.lib.shipped import Shipped, shipped_file
from cermat.organisation.models import SignedInRequest, Unit
from cermat.organisation.permissions import Permission
from cermat.requirements.actions import load_requirement_plan
from cermat.requirements.forms import PlanFileForm, StandInForm
from cermat.requirements.queries import plans_visible_to, sections_in, strangers_in
from cermat.requirements.schema import RequirementPlanFile
from cermat.sop.queries import kecamatan_of
from cermat.web.downloads import YAML, as_file
from cermat.web.guards import requires

EXAMPLES = (
    Shipped(
        "nganjuk",
        "Jadwal lima persyaratan SOP 01/2021",
        "IKM, sinergitas, IDM, dokumen kelurahan, RT/RW Cantik. Bulan dan seksinya contoh; ubah sesudah dimuat.",
        "requirements/nganjuk-contoh-1.yaml",
    ),
)


@requires(Permission.LOAD_DEFINITIONS)
@once
def files(request: SignedInRequest) -> HttpResponse:
    form = PlanFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _loaded(request, form, form.cleaned_data["file"])
    return _page(request, form, 422 if request.method == "POST" else 200)


@requires(Permission.LOAD_DEFINITIONS)
@once
def example(request: SignedInRequest, name: str) -> HttpResponse:
    """GET takes the shipped file home; POST loads it as it stands."""
    found = shipped_file(EXAMPLES, name)
    if found is None:
        raise Http404
    if request.method != "POST":
        return as_file(found.text.encode(), YAML, found.file_name)
    plan = read_definition(found.text, RequirementPlanFile)
    strangers = strangers_in(_kecamatan(request), (row.section for row in plan.requirements))
    asked = any(name.startswith("seksi_") for name in request.POST)
    chosen = StandInForm(
        request.POST if asked else None, strangers=strangers, sections=sections_in(_kecamatan(request))
    )
    if strangers and not chosen.is_valid():
        return _page(request, PlanFileForm(), 422, more={"chosen": chosen, "standing": found.name})
    return _loaded(request, PlanFileForm(), found.text, chosen.stand_ins() if strangers else {})


def _loaded(
    request: SignedInRequest, form: PlanFileForm, text: str, stand_ins: Mapping[str, str] | None = None
) -> HttpResponse:
    """In force for the periods opened from now on, or the page again with what is at fault."""
    try:
        plan = read_definition(text, RequirementPlanFile).answered_by(stand_ins or {})
        load_requirement_plan(kecamatan=_kecamatan(request), plan=plan, by=request.user, now=timezone.now())
    except DefinitionError as error:
        return _page(request, form, 422, error.problems)
    except DomainError as error:
        return _page(request, form, 422, [error.message])
    messages.success(
        request, f"{len(plan.requirements)} persyaratan termuat. Berlaku untuk periode yang dibuka berikutnya."
    )
    return redirect("requirements:plans")


def _page(
    request: SignedInRequest,
    form: PlanFileForm,
    status: int,
    problems: list[str] | None = None,
    more: Mapping[str, object] | None = None,
) -> HttpResponse:
    has_one = plans_visible_to(request.user, timezone.localdate()).filter(kecamatan=_kecamatan(request)).exists()
    context = {"form": form, "problems": problems, "examples": [(one, has_one) for one in EXAMPLES]} | {**(more or {})}
    return render(request, "requirements/files.html", context, status=status)


def _kecamatan(request: SignedInRequest) -> Unit:
    found = kecamatan_of(request.user, Permission.LOAD_DEFINITIONS, timezone.localdate())
    return get_object_or_404(found[:1])
