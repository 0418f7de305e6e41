"""The office's pages of the survey, under /survei/. The public's stand in `public`."""

from django.urls import URLPattern

app_name = "survey"
urlpatterns: list[URLPattern] = []
