"""Pages and files of the prints. Each page has its PDF and DOCX below it, and a workbook where it is a table."""

from django.urls import URLPattern, URLResolver, path

from cermat.reports.views import cascade
from cermat.reports.views import prints as views

app_name = "reports"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("sop/<int:pk>/<slug:kind>/", views.sop_page, name="sop_print"),
    path("sop/<int:pk>/<slug:kind>/pdf/", views.sop_pdf, name="sop_pdf"),
    path("sop/<int:pk>/<slug:kind>/docx/", views.sop_docx, name="sop_docx"),
    path("serah-terima/<int:pk>/", views.succession_page, name="succession"),
    path("serah-terima/<int:pk>/pdf/", views.succession_pdf, name="succession_pdf"),
    path("serah-terima/<int:pk>/docx/", views.succession_docx, name="succession_docx"),
    path("desa/<str:code>/indeks/", views.village, name="village"),
    path("desa/<str:code>/indeks/pdf/", views.village_pdf, name="village_pdf"),
    path("desa/<str:code>/indeks/docx/", views.village_docx, name="village_docx"),
    path("pohon-kinerja/<str:code>/<int:year>/", cascade.page, name="tree"),
    path("pohon-kinerja/<str:code>/<int:year>/pdf/", cascade.pdf, name="tree_pdf"),
    path("pohon-kinerja/<str:code>/<int:year>/docx/", cascade.docx, name="tree_docx"),
    path("pohon-kinerja/<str:code>/<int:year>/xlsx/", cascade.xlsx, name="tree_xlsx"),
    path("pohon-kinerja/<str:code>/<int:year>/csv/", cascade.csv, name="tree_csv"),
    path("survei/<int:pk>/", views.survey, name="survey"),
    path("survei/<int:pk>/pdf/", views.survey_pdf, name="survey_pdf"),
    path("survei/<int:pk>/docx/", views.survey_docx, name="survey_docx"),
    path("<int:cycle_pk>/", views.cycle, name="cycle"),
    path("<int:cycle_pk>/<slug:kind>/", views.cycle_page, name="print"),
    path("<int:cycle_pk>/<slug:kind>/pdf/", views.cycle_pdf, name="pdf"),
    path("<int:cycle_pk>/<slug:kind>/docx/", views.cycle_docx, name="docx"),
    path("<int:cycle_pk>/<slug:kind>/xlsx/", views.cycle_xlsx, name="xlsx"),
    path("<int:cycle_pk>/<slug:kind>/pembuatan/", views.making, name="making"),
    path("<int:cycle_pk>/<slug:kind>/<int:unit_pk>/", views.unit_page, name="unit_print"),
    path("<int:cycle_pk>/<slug:kind>/<int:unit_pk>/pdf/", views.unit_pdf, name="unit_pdf"),
    path("<int:cycle_pk>/<slug:kind>/<int:unit_pk>/docx/", views.unit_docx, name="unit_docx"),
    path("<int:cycle_pk>/<slug:kind>/<int:unit_pk>/xlsx/", views.unit_xlsx, name="unit_xlsx"),
]
