"""Addresses under /tahun/."""

from django.urls import path

from cermat.years.views import deliveries, locks

app_name = "years"
urlpatterns = [
    path("", deliveries.home, name="home"),
    path("<int:year>/", deliveries.calendar, name="calendar"),
    path("<int:year>/kalender.ics", deliveries.calendar_file, name="calendar_file"),
    path("<int:year>/penyerahan.xlsx", deliveries.calendar_xlsx, name="calendar_xlsx"),
    path("<int:year>/penyerahan/<slug:key>/", deliveries.delivery, name="delivery"),
    path("penyerahan/<int:pk>/pembatalan/", deliveries.withdrawal, name="withdrawal"),
    path("<int:year>/kunci/", locks.lock, name="lock"),
    path("<int:year>/penguncian/", locks.locking, name="locking"),
    path("<int:year>/koreksi/", locks.opening, name="opening"),
    path("koreksi/<int:pk>/selesai/", locks.ending, name="ending"),
]
