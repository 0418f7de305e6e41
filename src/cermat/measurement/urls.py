from django.urls import path

from cermat.measurement.views import plans, runs

app_name = "measurement"
urlpatterns = [
    path("", runs.home, name="home"),
    path("<int:cycle_pk>/", runs.cycle, name="cycle"),
    path("<int:cycle_pk>/penghitungan/", runs.calculation, name="calculation"),
    path("<int:cycle_pk>/penyelesaian/", runs.finishing, name="finishing"),
    path("<int:cycle_pk>/kegiatan/", plans.activities, name="activities"),
    path("<int:cycle_pk>/kegiatan/<int:activity_pk>/", plans.activity, name="activity"),
    path("<int:cycle_pk>/iku/<int:iku_pk>/", plans.actual, name="actual"),
    path("penghitungan/<int:pk>/", runs.run, name="run"),
    path("penghitungan/<int:pk>/tanda-tangan/<int:section_pk>/", runs.signature, name="signature"),
    path("angka/<int:pk>/", runs.figure, name="figure"),
    path("saldo-awal/", plans.balances, name="balances"),
    path("saldo-awal/baru/", plans.balance, name="balance"),
]
