"""Answers that come on paper and in files, under /survei/<survey>/."""

from django.urls import path

from cermat.survey.views import importing, paper, raw

urlpatterns = [
    path("<int:survey>/jawaban.xlsx", raw.answers_xlsx, name="answers_xlsx"),
    path("<int:survey>/kertas/", paper.piles, name="piles"),
    path("<int:survey>/kertas/<int:pk>/", paper.pile, name="pile"),
    path("<int:survey>/kertas/<int:pk>/baris/<int:number>/", paper.line, name="line"),
    path("<int:survey>/kertas/<int:pk>/baris/<int:number>/penghapusan/", paper.line_removal, name="line_removal"),
    path("<int:survey>/kertas/<int:pk>/ketik-ulang/", paper.second_typing, name="second_typing"),
    path("<int:survey>/kertas/<int:pk>/perbandingan/", paper.comparison, name="comparison"),
    path("<int:survey>/kertas/<int:pk>/penyimpanan/", paper.pile_storing, name="pile_storing"),
    path("<int:survey>/kertas/<int:pk>/pembuangan/", paper.pile_dropping, name="pile_dropping"),
    path("<int:survey>/impor/", importing.imports, name="imports"),
    path("<int:survey>/impor/<int:pk>/", importing.preview, name="import"),
    path("<int:survey>/impor/<int:pk>/penerapan/", importing.applying, name="import_applying"),
    path("<int:survey>/impor/<int:pk>/pembatalan/", importing.import_dropping, name="import_dropping"),
    path("<int:survey>/impor/<int:pk>/berkas/", importing.import_file, name="import_file"),
    path("<int:survey>/impor/<int:pk>/baris-keliru.xlsx", importing.faults, name="import_faults"),
]
