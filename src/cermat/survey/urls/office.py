"""Running a survey: its periods, services, addresses, posters and codes."""

from django.urls import path

from cermat.survey.views import moving, places, posters, setting_up, showing

urlpatterns = [
    path("", showing.surveys, name="home"),
    path("baru/", setting_up.new, name="new"),
    path("layanan/", places.services, name="services"),
    path("layanan/baru/", places.new_service, name="new_service"),
    path("layanan/<int:pk>/nama/", places.service_name, name="service_name"),
    path("layanan/<int:pk>/penghentian/", places.service_retirement, name="service_retirement"),
    path("layanan/<int:pk>/pemulihan/", places.service_restoration, name="service_restoration"),
    path("loket/", places.counters, name="counters"),
    path("loket/baru/", places.new_counter, name="new_counter"),
    path("loket/<int:pk>/", places.counter, name="counter"),
    path("loket/<int:pk>/penghentian/", places.counter_retirement, name="counter_retirement"),
    path("loket/<int:pk>/pemulihan/", places.counter_restoration, name="counter_restoration"),
    path("loket/<int:pk>/poster-a4.pdf", posters.poster_a4_pdf, name="poster_a4_pdf"),
    path("loket/<int:pk>/poster-a5.pdf", posters.poster_a5_pdf, name="poster_a5_pdf"),
    path("<int:pk>/", showing.survey, name="survey"),
    path("<int:pk>/kemajuan/", showing.progress, name="progress"),
    path("<int:pk>/pengaturan/", setting_up.change, name="settings"),
    path("<int:pk>/perpanjangan/", moving.extension, name="extension"),
    path("<int:pk>/pembukaan/", moving.opening, name="opening"),
    path("<int:pk>/jeda/", moving.pause, name="pause"),
    path("<int:pk>/lanjutan/", moving.resumption, name="resumption"),
    path("<int:pk>/penutupan/", moving.closing, name="closing"),
    path("<int:pk>/pengembalian/", moving.reopening, name="reopening"),
    path("<int:pk>/pengesahan/", moving.confirmation, name="confirmation"),
    path("<int:pk>/koreksi/", moving.correction, name="correction"),
    path("<int:pk>/pengecualian/", moving.exclusion, name="exclusion"),
    path("<int:pk>/pengecualian/<int:exclusion>/pembatalan/", moving.counting_again, name="counting_again"),
    path("<int:pk>/kode/", posters.receipts, name="receipts"),
]
