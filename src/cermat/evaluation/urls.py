from django.urls import path

from cermat.evaluation.views import findings, meetings, recommendations

app_name = "evaluation"
urlpatterns = [
    path("", findings.home, name="home"),
    path("<int:cycle_pk>/", findings.findings, name="findings"),
    path("<int:cycle_pk>/catatan/", findings.finding, name="finding"),
    path("<int:cycle_pk>/penyelesaian/", findings.finishing, name="evaluation_finished"),
    path("catatan/<int:pk>/penarikan/", findings.withdrawal, name="finding_withdrawn"),
    path("<int:cycle_pk>/rapat/", meetings.meeting, name="meeting"),
    path("<int:cycle_pk>/rapat/rencana/", meetings.plan, name="meeting_plan"),
    path("<int:cycle_pk>/rapat/buku/<int:section_pk>/", meetings.remark, name="remark"),
    path("rapat/<int:pk>/daftar-hadir/", meetings.attendance, name="attendance"),
    path("rapat/<int:pk>/notula/", meetings.minutes, name="minutes"),
    path("<int:cycle_pk>/rekomendasi/", recommendations.recommendations, name="recommendations"),
    path("<int:cycle_pk>/rekomendasi/baru/", recommendations.recommending, name="recommending"),
    path("<int:cycle_pk>/rekomendasi/survei/<int:pk>/", recommendations.from_survey, name="from_survey"),
    path("<int:cycle_pk>/rekomendasi/penyelesaian/", recommendations.finishing, name="recommending_finished"),
    path("rekomendasi/<int:pk>/", recommendations.recommendation, name="recommendation"),
    path("rekomendasi/<int:pk>/penarikan/", recommendations.withdrawal, name="recommendation_withdrawn"),
    path("rekomendasi/<int:pk>/formulir/", recommendations.form, name="follow_up_form"),
    path("rekomendasi/<int:pk>/bukti/", recommendations.proof, name="proof"),
    path("rekomendasi/<int:pk>/verifikasi/", recommendations.verification, name="verification"),
    path("rekomendasi/<int:pk>/pengembalian/", recommendations.returning, name="proof_returned"),
]
