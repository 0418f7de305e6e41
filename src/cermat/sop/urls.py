from django.urls import URLPattern, URLResolver, path

from cermat.sop import views

app_name = "sop"
urlpatterns: list[URLPattern | URLResolver] = [
    path("periode/daftar/", views.cycles, name="cycles"),
    path("periode/baru/", views.opening, name="opening"),
    path("periode/<int:pk>/rencana/", views.plan, name="plan"),
    path("periode/<int:pk>/waktu/", views.times, name="times"),
    path("periode/<int:pk>/waktu/waktu.<slug:ending>", views.times_file, name="times_file"),
    path("periode/<int:pk>/pembukaan-kembali/", views.reopening, name="reopening"),
    path("tahapan/<int:pk>/", views.step, name="step"),
    path("tahapan/<int:pk>/konfirmasi/", views.confirmation, name="confirmation"),
    path("tahapan/<int:pk>/keputusan/", views.decision, name="decision"),
    path("sop/", views.current, name="current"),
    path("sop/<int:pk>/", views.version, name="version"),
    path("sop/berkas/", views.definition_file, name="file"),
    path("sop/berkas/contoh/<slug:name>/", views.example, name="example"),
]
