"""The words of the survey's pages: whole in every language, and refused by line where they are not."""

import re

import pytest

from cermat.instruments.schema import shipped
from cermat.lib.errors import DefinitionError
from cermat.survey.schema import RESPONDENT_FIELDS, languages_of, texts_in, translation_of
from cermat.survey.schema.texts import FOLDER, LANGUAGES, kept_texts, read_texts, read_translation

INDONESIAN = (FOLDER / "halaman.id.yaml").read_text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_word_and_keeps_the_places_for_figures(language: str) -> None:
    texts = texts_in(language)
    assert texts.bahasa == language
    assert "27/2022" in texts.persetujuan
    assert "{jumlah}" in texts.pengantar
    assert "{ke}" in texts.pertanyaan_ke
    assert "{detik}" in texts.tablet.ulang
    assert "{detik}" in texts.tablet.masih.isi
    assert "{tanggal}" in texts.halaman.belum_tanggal.isi


def test_a_thousand_languages_in_an_address_do_not_fill_the_memory() -> None:
    assert {texts_in(f"bahasa-{at}").bahasa for at in range(1000)} == {"id"}
    assert kept_texts.cache_info().currsize <= len(LANGUAGES)


def test_indonesian_choices_of_a_respondent_are_the_words_of_the_office() -> None:
    for name, choices in RESPONDENT_FIELDS.items():
        assert dict(texts_in("id").isian[name].pilihan) == choices


def test_the_rules_questionnaire_can_be_asked_in_three_languages_and_others_in_one() -> None:
    nine = {item.code: len(item.options) for item in shipped("ikm-14-2017").items}
    assert languages_of("ikm-14-2017", nine) == ["id", "en", "jv"]
    assert languages_of("skm-16", {"biaya_1": 4}) == ["id"]
    assert languages_of("ikm-14-2017", nine | {"antrean": 4}) == ["id"]  # an office's own question is in no translation
    assert languages_of("ikm-14-2017", nine | {"biaya": 5}) == ["id"]


def test_a_translation_keeps_the_scale_of_the_rule() -> None:
    """Cost runs from very expensive to free, complaints from none to well managed: no ready-made scale of stars."""
    english = translation_of("ikm-14-2017", "en")
    assert english is not None
    assert english.butir["biaya"].pilihan == ("Very expensive", "Rather expensive", "Cheap", "Free of charge")
    assert english.butir["pengaduan"].pilihan[0] == "There is no handling"


def test_an_unknown_language_is_indonesian() -> None:
    assert texts_in("xx").bahasa == "id"
    assert texts_in("../../etc").bahasa == "id"
    assert translation_of("../ikm-14-2017", "xx") is None


BROKEN = [
    (("judul: Survei Kepuasan Masyarakat", "judul: [satu, dua]"), "judul"),
    (("ajakan: ", "ajakan_lain: "), "ajakan_lain"),
    (("p: Perempuan", "q: Perempuan"), "isian"),
    (("cermat: survei-halaman/1", "cermat: survei-halaman/2"), "survei-halaman/1"),
]


@pytest.mark.parametrize(("change", "named"), BROKEN)
def test_a_broken_file_is_refused_with_its_line(change: tuple[str, str], named: str) -> None:
    assert change[0] in INDONESIAN
    with pytest.raises(DefinitionError) as refused:
        read_texts(INDONESIAN.replace(*change, 1))
    assert re.search(rf"Baris \d+: .*{re.escape(named)}", "\n".join(refused.value.problems))


def test_a_translation_knows_no_other_keys() -> None:
    text = (FOLDER / "ikm-14-2017.en.yaml").read_text()
    with pytest.raises(DefinitionError):
        read_translation(text + "catatan: apa saja\n")
