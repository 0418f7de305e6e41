"""What a template may not say."""

import ast
import re
from pathlib import Path

from tests.architecture.source import ROOT, in_drawers, nothing, templates

INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)|\|safe\b|autoescape off", re.I)
FORM = re.compile(r"<form\b(?P<head>[^>]*)>(?P<body>.*?)</form>", re.I | re.S)
TAGS = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", re.S)
# Wording that offices do not use, and what stands in its place (the UI word list of the project).
AVOIDED = {
    r"langkah ke-": "Tahapan",
    r"jalannya prosedur": "Pelaksanaan Prosedur",
    r"aktor": "Pelaksana",
    r"baku mutu": "Mutu Baku",
    r"waktu nyata": "Realisasi waktu",
    r"simpan dulu": "Simpan draf",
    r"konsep sementara": "Draf",
    r"lewat \d+ hari": "Terlambat 3 hari kerja",
    r"n/a": "Tidak berlaku",
    r"tolak|ditolak": "Kembalikan untuk diperbaiki",
    r"eviden": "Bukti dukung",
    r"terhitung otomatis": "Dihitung otomatis",
    r"luring|offline|daring|online": "Tidak ada sinyal",
    r"dientri": "Diinput",
    r"matriks kelengkapan": "Rekapitulasi Kelengkapan",
    r"beda dengan bukti": "Tidak sesuai dengan bukti dukung",
    r"baku ketetapan": "Baku (pokok ketetapan) PBB-P2",
    r"pembayaran pbb": "Realisasi PBB-P2",
    r"berita acara rapat": "Notula",
    r"temuan": "Catatan hasil monev",
    r"deadline|tenggat": "Batas waktu",
    r"kiosk": "Tablet loket",
    r"tanda bukti": "Kode verifikasi",
    r"submit|upload|download|dashboard|login|logout|password": "the Indonesian word",
}
WORDS = [(re.compile(rf"(?<![\w-])(?:{word})(?![\w-])", re.I), better) for word, better in AVOIDED.items()]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_style_and_no_script_stand_in_a_template() -> None:
    """The Content-Security-Policy would refuse them."""
    found = [f"{name(path)}: {hit.group()}" for path in templates() for hit in INLINE.finditer(path.read_text())]
    nothing(found)


PUBLIC = "templates/survey/public"  # no session there: a signed token goes with the answer, a PIN with the tablet
STORES_NOTHING = ("account_", "choose_language")  # signing in and out, and the language of the session


def test_every_form_carries_its_keys() -> None:
    found = [
        f"{name(path)}: {form.group('head').strip()}"
        for path in templates()
        for form in FORM.finditer(path.read_text())
        if "post" in form.group("head").lower() and PUBLIC not in name(path)
        if "{% csrf_token %}" not in form.group("body")
        or (
            "{% form_key %}" not in form.group("body")
            and not any(page in form.group("head") for page in STORES_NOTHING)
        )
    ]
    nothing(found)


TABLE = re.compile(r"<table\b(?:{%.*?%}|[^>])*>\s*(?:<caption)?")
HEAD = re.compile(r"<th(?=[\s>])(?![^>]*\bscope=)[^>]*>")


def test_every_table_has_a_name_and_every_head_a_direction() -> None:
    found = [
        f"{name(path)}: {hit.group()}"
        for path in templates()
        for hit in TABLE.finditer(path.read_text())
        if "aria-label" not in hit.group() and "<caption" not in hit.group()
    ]
    found += [f"{name(path)}: {hit.group()}" for path in templates() for hit in HEAD.finditer(path.read_text())]
    nothing(found)


def avoided_words(text: str) -> list[str]:
    return [f"“{hit.group()}” → {better}" for word, better in WORDS for hit in word.finditer(text)]


def test_templates_use_the_words_of_the_office() -> None:
    found = [
        f"{name(path)}: {words}" for path in templates() if (words := avoided_words(TAGS.sub(" ", path.read_text())))
    ]
    nothing(found)


def documentation(tree: ast.Module) -> set[int]:
    """The nodes that are docstrings."""
    places = (ast.Module, ast.FunctionDef, ast.ClassDef)
    firsts = [node.body[0] for node in ast.walk(tree) if isinstance(node, places) and node.body]
    return {id(first.value) for first in firsts if isinstance(first, ast.Expr)}


def sentences(tree: ast.Module) -> list[str]:
    """Texts for people: strings with a blank in them that are no docstrings."""
    docs = documentation(tree)
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value and id(node) not in docs
    ]


def test_sentences_in_the_code_use_the_words_of_the_office() -> None:
    found = [
        f"{module.name}: {words} in {sentence[:60]!r}"
        for module in in_drawers("views", "forms", "presenters", "actions", "workflow")
        for sentence in sentences(module.tree)
        if (words := avoided_words(sentence))
    ]
    nothing(found)
