"""A workbook that comes back: its file, the source of its figures, and what was chosen where values clash."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from cermat.collection.models import Channel
from cermat.collection.queries import SOURCES
from cermat.collection.schema import Source
from cermat.lib.numbers import whole_number


class WorkbookForm(forms.Form):
    upload = forms.FileField(
        label="Buku kerja yang sudah diisi",
        help_text="Berkas XLSX yang diunduh dari halaman ini. Belum ada yang disimpan: perubahannya tampil dahulu.",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "Pilih berkasnya.", "empty": "Berkas ini kosong."},
    )

    def clean_upload(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["upload"]
        if not (upload.name or "").lower().endswith(".xlsx"):
            raise forms.ValidationError("Berkas ini bukan XLSX. Pilih buku kerja yang diunduh dari halaman ini.")
        return upload


class SourceForm(forms.Form):
    """How the figures came that staf enter for a desa/kelurahan; asked only where the workbook does not say."""

    channel = forms.ChoiceField(label="Sumber", choices=[("", "Pilih sumber"), *((c, w) for w, c in SOURCES.items())])
    channel_note = forms.CharField(
        label="Nomor dan tanggal surat, atau pengirim dan waktunya",
        max_length=200,
        error_messages={"required": "Tulis nomor dan tanggal surat, atau nama pengirim dan waktunya."},
    )

    @property
    def source(self) -> Source:
        return Source(Channel(self.cleaned_data["channel"]), self.cleaned_data["channel_note"])


def choices_in(data: QueryDict) -> dict[int, bool]:
    """`pilih:<line>` of a preview: whether the workbook's value is to be taken."""
    found: dict[int, bool] = {}
    for name in data:
        line = whole_number(name.removeprefix("pilih:")) if name.startswith("pilih:") else None
        if line is not None and data[name] in {"buku", "tersimpan"}:
            found[line] = data[name] == "buku"
    return found
