from django.urls import path

from cermat.organisation.views import choices, own, people, posts, units

app_name = "organisation"
urlpatterns = [
    path("", people.people, name="people"),
    path("orang/baru/", people.new_person, name="new_person"),
    path("orang/<int:pk>/", people.person, name="person"),
    path("orang/<int:pk>/data/", people.person_data, name="person_data"),
    path("orang/<int:pk>/kualifikasi/", people.qualifications, name="qualifications"),
    path("orang/<int:pk>/kata-sandi/", people.new_password, name="new_password"),
    path("orang/<int:pk>/penonaktifan/", people.deactivation, name="deactivation"),
    path("orang/<int:pk>/pengaktifan/", people.reactivation, name="reactivation"),
    path("orang/<int:pk>/penugasan/", posts.new_post, name="new_post"),
    path("penugasan/<int:pk>/akhir/", posts.end_of_post, name="end_of_post"),
    path("penugasan/<int:pk>/pergantian/", posts.succession, name="succession"),
    path("pergantian/", posts.successions, name="successions"),
    path("unit/", units.units, name="units"),
    path("unit/<int:pk>/", units.unit, name="unit"),
    path("unit/<int:pk>/bawahan/", units.new_unit, name="new_unit"),
    path("unit/<int:pk>/penonaktifan/", units.unit_deactivation, name="unit_deactivation"),
    path("unit/<int:pk>/pengaktifan/", units.unit_reactivation, name="unit_reactivation"),
    path("pilihan/", choices.choices, name="choices"),
    path("pilihan/<slug:key>/", choices.choice, name="choice"),
    path("wewenang/", choices.grants, name="grants"),
    path("profil/", own.profile, name="profile"),
    path("sandi/", own.password, name="password"),
]
