from django.urls import URLPattern, URLResolver, path

from cermat.periods import views

app_name = "periods"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.calendar, name="calendar"),
    path("libur/", views.local_holiday, name="local_holiday"),
    path("libur/<int:pk>/penghapusan/", views.removal, name="removal"),
    path("pemuatan/", views.loading, name="loading"),
]
