"""What the installed app asks for."""

from django.urls import path

from cermat.web import shell

app_name = "web"
urlpatterns = [
    path("manifest.webmanifest", shell.manifest, name="manifest"),
    path("pekerja.js", shell.worker, name="worker"),
    path("tanpa-sinyal/", shell.offline, name="offline"),
    path("tanda/", shell.mark, name="mark"),
]
