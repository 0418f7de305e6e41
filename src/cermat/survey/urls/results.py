"""What came out of a survey, what was suggested, and what follows from both."""

from django.urls import path

from cermat.survey.views import planning, results, rolling, suggestions

urlpatterns = [
    path("rekap/", rolling.roll_up_of, name="roll_up"),
    path("rekap/asal/", rolling.roll_up_origin, name="roll_up_origin"),
    path("<int:pk>/hasil/", results.result, name="result"),
    path("<int:pk>/hasil/asal/", results.origin, name="origin"),
    path("<int:pk>/rencana/", planning.plan, name="plan"),
    path("<int:pk>/saran/", suggestions.suggestions, name="suggestions"),
    path("saran/<uuid:pk>/", suggestions.suggestion, name="suggestion"),
    path("saran/<uuid:pk>/penanda/", suggestions.mark, name="mark"),
]
