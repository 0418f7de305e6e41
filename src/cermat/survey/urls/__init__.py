"""The office's pages of the survey, under /survei/. The public's stand in `public`."""

from cermat.survey.urls import entering, office, results

app_name = "survey"
urlpatterns = [*office.urlpatterns, *entering.urlpatterns, *results.urlpatterns]
