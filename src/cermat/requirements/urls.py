from django.urls import path

from cermat.requirements.views import files, handovers, register, section_reports, sorting

app_name = "requirements"
urlpatterns = [
    path("jadwal/", register.plans, name="plans"),
    path("jadwal/berkas/", files.files, name="files"),
    path("jadwal/berkas/contoh/<slug:name>/", files.example, name="example"),
    path("jadwal/<int:pk>/", register.plan, name="plan"),
    path("penyerahan/<int:pk>/", handovers.handover, name="handover"),
    path("penyerahan/<int:pk>/tanda-terima/", handovers.receipt, name="receipt"),
    path("penyerahan/<int:pk>/validasi/", handovers.validation, name="validation"),
    path("penyerahan/<int:pk>/pengembalian/", handovers.sent_back, name="sent_back"),
    path("penyerahan/<int:pk>/penyerahan-ulang/", handovers.handed_again, name="handed_again"),
    path("<int:cycle_pk>/", register.register, name="register"),
    path("<int:cycle_pk>/pemilahan/", sorting.sorting, name="sorting"),
    path("<int:cycle_pk>/pemilahan/penyelesaian/", sorting.finished, name="sorting_finished"),
    path("<int:cycle_pk>/pemilahan/salinan/", sorting.carried_over, name="sorting_carried_over"),
    path("<int:cycle_pk>/pemilahan/usulan/", sorting.suggested, name="sorting_suggested"),
    path("<int:cycle_pk>/penyerahan/", handovers.handovers, name="handovers"),
    path("<int:cycle_pk>/laporan-kinerja/", section_reports.section_reports, name="section_reports"),
    path("<int:cycle_pk>/laporan-kinerja/<int:section_pk>/", section_reports.section_report, name="section_report"),
    path("<int:cycle_pk>/laporan-kinerja/penggabungan/", section_reports.merged, name="merged"),
    path("<int:cycle_pk>/pencatatan/<int:section_pk>/", register.recording, name="recording"),
]
