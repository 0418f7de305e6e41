from django.urls import path

from cermat.dashboards.views import files, overviews, pages

app_name = "dashboards"
urlpatterns = [
    path("", pages.home, name="home"),
    path("ringkasan/", overviews.office, name="office"),
    path("ringkasan/terlambat/", overviews.late, name="late"),
    path("ringkasan/terlambat.<slug:ending>", files.late, name="late_file"),
    path("ringkasan/seksi/", overviews.section, name="section"),
    path("ringkasan/seksi.<slug:ending>", files.section, name="section_file"),
    path("ringkasan/unit/", overviews.village, name="village"),
    path("periode/sekarang/", pages.current, name="current"),
    path("periode/semua-kecamatan/", overviews.region, name="region"),
    path("periode/semua-kecamatan.xlsx", overviews.region_xlsx, name="region_xlsx"),
    path("periode/<int:pk>/", pages.board, name="board"),
]
