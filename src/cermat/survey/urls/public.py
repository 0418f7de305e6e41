"""What the public opens: /s/<code of the counter>/ without any sign-in, session or cookie."""

from django.urls import path

from cermat.survey.views import public, public_store

app_name = "public"
urlpatterns = [
    path("s/pekerja.js", public.worker, name="worker"),
    path("s/tanpa-sinyal/", public.offline, name="offline"),
    path("s/<slug:code>/", public.form, name="form"),
    path("s/<slug:code>/jawaban/", public_store.answer, name="answer"),
    path("s/<slug:code>/token/", public_store.token, name="token"),
    path("s/<slug:code>/terima-kasih/", public.thanks, name="thanks"),
    path("s/<slug:code>/tablet/", public.tablet, name="tablet"),
    path("s/<slug:code>/tablet/keluar/", public.leaving, name="leaving"),
]
