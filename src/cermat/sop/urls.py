from django.urls import URLPattern, URLResolver

app_name = "sop"
urlpatterns: list[URLPattern | URLResolver] = []
