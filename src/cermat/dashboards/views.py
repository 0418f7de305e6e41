"""The first page after signing in, and the board of a cycle."""

from django.http import HttpResponse
from django.shortcuts import render

from cermat.organisation.models import SignedInRequest
from cermat.web.guards import signed_in


@signed_in
def home(request: SignedInRequest) -> HttpResponse:
    return render(request, "dashboards/home.html")
