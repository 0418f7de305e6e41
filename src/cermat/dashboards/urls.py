from django.urls import path

from cermat.dashboards import views

app_name = "dashboards"
urlpatterns = [
    path("", views.home, name="home"),
    path("periode/sekarang/", views.current, name="current"),
    path("periode/semua-kecamatan/", views.region, name="region"),
    path("periode/<int:pk>/", views.board, name="board"),
]
