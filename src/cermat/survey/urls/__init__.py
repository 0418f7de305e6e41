"""The office's pages of the survey, under /survei/. The public's stand in `public`."""

from cermat.survey.urls import office

app_name = "survey"
urlpatterns = [*office.urlpatterns]
