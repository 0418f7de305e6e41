from django.urls import URLPattern, URLResolver, path

from cermat.dashboards import views

app_name = "dashboards"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
]
