from django.urls import path

from cermat.measurement.views import annual, cascade, exports, pictures, plans, runs

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
    path("<int:cycle_pk>/peta/", pictures.places, name="places"),
    path("<int:cycle_pk>/peta/<str:code>/<slug:name>.<slug:ending>", pictures.places_file, name="places_file"),
    path("<int:cycle_pk>/seksi/", pictures.sections, name="sections"),
    path("<int:cycle_pk>/seksi/seksi.<slug:ending>", pictures.sections_file, name="sections_file"),
    path("penghitungan/<int:pk>/tabel.xlsx", exports.run_workbook, name="run_xlsx"),
    path("penghitungan/<int:pk>/<slug:kind>.csv", exports.run_table, name="run_csv"),
    path("e-sakip/<str:code>/<int:year>.<slug:ending>", exports.esakip, name="esakip"),
    path("angka/<int:pk>/", runs.figure, name="figure"),
    path("angka/<int:pk>/gambar/<slug:name>.<slug:ending>", pictures.figure_file, name="figure_file"),
    path("pohon-kinerja/", cascade.tree, name="tree"),
    path("tahun-ke-tahun/", annual.every, name="annual_all"),
    path("tahun-ke-tahun/<str:code>/semua.<slug:ending>", annual.every_file, name="annual_all_file"),
    path("tahun-ke-tahun/<str:code>/<str:iku>/", annual.one, name="annual"),
    path("tahun-ke-tahun/<str:code>/<str:iku>/tabel.<slug:ending>", annual.one_file, name="annual_file"),
    path("tahun-ke-tahun/<str:code>/<str:iku>/gambar.<slug:ending>", annual.picture, name="annual_picture"),
    path("saldo-awal/", plans.balances, name="balances"),
    path("saldo-awal.<slug:ending>", exports.balances, name="balances_file"),
    path("saldo-awal/baru/", plans.balance, name="balance"),
]
