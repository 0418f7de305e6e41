from django.urls import path

from cermat.collection import views

app_name = "collection"
urlpatterns = [
    path("", views.index, name="index"),
    path("periode/<int:cycle_pk>/", views.mine, name="mine"),
    path("periode/<int:cycle_pk>/persetujuan/", views.approvals, name="approvals"),
    path("periode/<int:cycle_pk>/penutupan/", views.closing, name="closing"),
    path("periode/<int:cycle_pk>/pengingat/", views.reminder, name="reminder"),
    path("periode/<int:cycle_pk>/belum-terkirim/", views.owed, name="owed"),
    path("periode/<int:cycle_pk>/perpanjangan/", views.extension, name="extension"),
    path("periode/<int:cycle_pk>/kalender/", views.calendar, name="calendar"),
    path("periode/<int:cycle_pk>/kalender.ics", views.calendar_file, name="calendar_file"),
    path("periode/<int:cycle_pk>/ketepatan/", views.punctuality, name="punctuality"),
    path("periode/<int:cycle_pk>/riwayat/", views.timeline, name="timeline"),
    path("periode/<int:cycle_pk>/unit/<int:unit_pk>/", views.unit, name="unit"),
    path("periode/<int:cycle_pk>/kelengkapan.xlsx", views.completeness_xlsx, name="completeness_xlsx"),
    path("periode/<int:cycle_pk>/keadaan/", views.standing, name="standing"),
    path("desa/", views.villages, name="villages"),
    path("desa/<str:code>/indeks/", views.village, name="village"),
    path("desa/<str:code>/indeks/berkas/", views.publication, name="publication"),
    path("desa/terbitan/<int:pk>/konfirmasi/", views.confirmation, name="confirmation"),
    path("desa/terbitan/<int:pk>/pengembalian/", views.refusal, name="refusal"),
    path("<int:pk>/", views.sheet, name="sheet"),
    path("<int:pk>/pengajuan/", views.submission, name="submission"),
    path("<int:pk>/pengiriman/", views.sending, name="sending"),
    path("<int:pk>/validasi/", views.validation, name="validation"),
    path("<int:pk>/pengembalian/", views.returning, name="returning"),
    path("<int:pk>/koreksi/", views.correction, name="correction"),
    path("<int:pk>/unggahan/<uuid:key>/", views.upload, name="upload"),
    path("<int:pk>/unggahan/<uuid:key>/akhir/", views.upload_end, name="upload_end"),
    path("<int:pk>/hasil-survei/", views.survey_result, name="survey_result"),
]
