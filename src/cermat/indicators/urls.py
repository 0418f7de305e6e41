"""Addresses under /indikator/."""

from django.urls import path

from cermat.indicators.views import carrying, drafting, examples, library, plans, signing

app_name = "indicators"
urlpatterns = [
    path("", library.library, name="library"),
    path("pustaka.<slug:ending>", library.library_file, name="library_file"),
    path("<int:pk>/", library.indicator, name="indicator"),
    path("iku/", library.ikus, name="ikus"),
    path("perencanaan/<slug:part>/", library.planning, name="planning"),
    path("iku/<int:pk>/target/", library.iku_targets, name="iku_targets"),
    path("kegiatan/<int:pk>/", library.activity, name="activity"),
    path("berkas/", library.files, name="files"),
    path("berkas/contoh/<slug:name>/", examples.example, name="example"),
    path("rencana/", plans.plans, name="plans"),
    path("rencana/banding/", plans.comparison, name="plan_comparison"),
    path("rencana/templat.xlsx", drafting.template, name="plan_template"),
    path("rencana/mulai/", drafting.start, name="plan_start"),
    path("rencana/unggah/", drafting.upload, name="plan_upload"),
    path("rencana/siapkan/<int:year>/", carrying.carry_over, name="carry_over"),
    path("rencana/draf/<int:pk>/", drafting.draft, name="plan_draft"),
    path("rencana/draf/<int:pk>/usulan/", carrying.keeping, name="plan_keeping"),
    path("rencana/draf/<int:pk>/siap/", carrying.ready, name="plan_ready"),
    path("rencana/draf/<int:pk>/berlaku/", drafting.adoption, name="plan_adoption"),
    path("rencana/draf/<int:pk>/hapus/", drafting.discarding, name="plan_discarding"),
    path("rencana/draf/<int:pk>/templat.xlsx", drafting.workbook, name="plan_draft_workbook"),
    path("rencana/draf/<int:pk>/<slug:key>/", drafting.part, name="plan_part"),
    path("rencana/<int:pk>/templat.xlsx", plans.workbook, name="plan_xlsx"),
    path("rencana/<int:pk>/tabel.xlsx", plans.tables, name="plan_tables_xlsx"),
    path("rencana/<int:pk>/berkas.yaml", plans.text, name="plan_text"),
    path("rencana/<int:pk>/<slug:part>.csv", plans.table, name="plan_table"),
    path("rencana/<int:pk>/pk/", signing.agreements, name="agreements"),
    path("rencana/<int:pk>/pk/<int:number>/bupati/", signing.paper, name="agreement_paper"),
    path("rencana/<int:pk>/pk/<slug:holder>/<int:number>/<slug:party>/", signing.signing, name="agreement_signing"),
]
