"""Addresses under /instrumen/."""

from django.urls import path

from cermat.instruments.views import assessing, loading, reading

app_name = "instruments"
urlpatterns = [
    path("", reading.index, name="index"),
    path("<int:pk>/", reading.version, name="version"),
    path("<int:pk>/coba/", reading.trial, name="trial"),
    path("hasil/<int:pk>/", reading.result, name="result"),
    path("<int:pk>/nilai/<int:year>/", assessing.assessing, name="assessing"),
    path("nilai/<int:pk>/", assessing.assessment, name="assessment"),
    path("nilai/<int:pk>/konfirmasi/", assessing.confirmation, name="assessment_confirmed"),
    path("nilai/<int:pk>/pengembalian/", assessing.returning, name="assessment_returned"),
    path("muat/", loading.upload, name="upload"),
    path("bawaan/", loading.shipped, name="shipped"),
    path("draf/<int:pk>/", loading.draft, name="draft"),
    path("draf/<int:pk>/pemuatan/", loading.loading, name="loading"),
    path("draf/<int:pk>/pembatalan/", loading.discarding, name="discarding"),
    path("<int:pk>/templat.xlsx", loading.workbook, name="xlsx"),
    path("<int:pk>/berkas.yaml", loading.text, name="text"),
    path("<int:pk>/penghentian/", loading.retirement, name="retirement"),
    path("<int:pk>/pemulihan/", loading.restoration, name="restoration"),
]
