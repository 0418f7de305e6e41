"""What the public opens without sign-in, session or cookie: /s/<counter>/ and /hasil/<unit>/."""

from django.urls import path

from cermat.survey.views import public, public_store, published

app_name = "public"
urlpatterns = [
    path("s/<slug:code>/jawaban/", public_store.answer, name="answer"),
    path("s/<slug:code>/token/", public_store.token, name="token"),
    path("s/pekerja.js", public.worker, name="worker"),
    path("s/tanpa-sinyal/", public.offline, name="offline"),
    path("s/<slug:code>/", public.form, name="form"),
    path("s/<slug:code>/terima-kasih/", public.thanks, name="thanks"),
    path("s/<slug:code>/tablet/", public.tablet, name="tablet"),
    path("s/<slug:code>/tablet/keluar/", public.leaving, name="leaving"),
    path("hasil/<str:code>/", published.newest, name="results"),
    path("hasil/<str:code>/<str:period>/", published.of_period, name="results_of"),
    path("hasil/<str:code>/<str:period>/data.csv", published.as_csv, name="results_csv"),
    path("hasil/<str:code>/<str:period>/data.json", published.as_json, name="results_json"),
]
