"""Addresses under /indikator/."""

from django.urls import path

from cermat.indicators import views

app_name = "indicators"
urlpatterns = [
    path("", views.library, name="library"),
    path("<int:pk>/", views.indicator, name="indicator"),
    path("iku/", views.ikus, name="ikus"),
    path("perencanaan/<slug:part>/", views.planning, name="planning"),
    path("iku/<int:pk>/target/", views.iku_targets, name="iku_targets"),
    path("kegiatan/<int:pk>/", views.activity, name="activity"),
    path("berkas/", views.files, name="files"),
]
