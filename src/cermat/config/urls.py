"""Every room's pages, under its own word."""

from django.urls import include, path

urlpatterns = [
    path("", include("cermat.dashboards.urls")),
    path("akun/", include("cermat.organisation.urls")),
    path("", include("cermat.web.urls")),
    path("accounts/", include("cermat.web.account_urls")),
    path("notifikasi/", include("cermat.notifications.urls")),
    path("dokumen/", include("cermat.documents.urls")),
    path("indikator/", include("cermat.indicators.urls")),
    path("instrumen/", include("cermat.instruments.urls")),
    path("", include("cermat.sop.urls")),
    path("kalender/", include("cermat.periods.urls")),
    path("persyaratan/", include("cermat.requirements.urls")),
    path("isian/", include("cermat.collection.urls")),
    path("survei/", include("cermat.survey.urls")),
    path("", include("cermat.survey.urls.public")),
    path("pengukuran/", include("cermat.measurement.urls")),
    path("tahun/", include("cermat.years.urls")),
    path("evaluasi/", include("cermat.evaluation.urls")),
    path("laporan/", include("cermat.reports.urls")),
    path("sistem/", include("cermat.operations.urls")),
]

handler400 = "cermat.web.views.unreadable"
handler403 = "cermat.web.views.forbidden"
handler404 = "cermat.web.views.not_found"
handler500 = "cermat.web.views.failed"
