"""The least that Django can do for one stored row: no middleware, one URL, one model, one commit for each request.

Served like Cermat (the same server words, the same database settings); the bench measures the survey against it.
"""

import os
from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import models
from django.http import HttpRequest, JsonResponse
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cermat.config.settings")
django.setup()
settings.MIDDLEWARE = []
settings.ROOT_URLCONF = __name__
application = WSGIHandler()

QUESTIONS = ("persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "pengaduan", "sarana")


class BareRow(models.Model):
    """The columns of an answer, in the order of arrival and with nothing to check."""

    key = models.CharField(max_length=64)
    service = models.IntegerField()
    scores = models.CharField(max_length=40)
    sex = models.CharField(max_length=2, blank=True)
    age = models.CharField(max_length=2, blank=True)
    suggestion = models.TextField(blank=True)

    class Meta:
        app_label = "operations"
        managed = False
        db_table = "bench_row"

    def __str__(self) -> str:
        return self.key


def store(request: HttpRequest) -> JsonResponse:
    given: Any = request.POST
    scores = "".join(given[f"q_{name}"] for name in QUESTIONS)
    row = {name: given.get(name, "") for name in ("key", "service", "sex", "age", "suggestion")}
    BareRow(**row, scores=scores).save(force_insert=True)
    response = JsonResponse({"code": "stored"})
    response["Content-Length"] = len(response.content)
    return response


urlpatterns = [path("store/", store)]
