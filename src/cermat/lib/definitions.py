"""Read a definition file: YAML that an official wrote, held against its shape, with every fault named by its line.

A definition is typed by people and may come from another office, so the reader is strict: a key that stands twice
is an error (YAML would silently keep the last), anchors and aliases are refused (a few lines of them can describe
gigabytes), and what looks like a date, or like `no`, stays the text that was typed.
"""

import re
from collections.abc import Sequence
from copy import deepcopy
from functools import lru_cache
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from cermat.lib.errors import DefinitionError

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where libyaml is at hand
LONGEST = 1_000_000  # characters; the largest example has under 100,000
DEEPEST = 20
MOST_NODES = 50_000
MOST_PROBLEMS = 20
BOOLEANS = {"true": True, "false": False}  # as in YAML 1.2: yes, no, on, off are words
NULLS = frozenset({"", "~", "null"})
LONGEST_NUMBER = 18  # digits of a whole number; more stay text, which every shape refuses in its own words
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")  # as in XML

Definition = TypeVar("Definition", bound=BaseModel)
Path = tuple[str | int, ...]
Lines = dict[Path, int]


def read_definition(text: str, model: type[Definition]) -> Definition:
    """`text` as a `model`. Raises DefinitionError whose problems read "Baris 12: …"."""
    data, lines = _read(text)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems = [_sentence(detail, lines) for detail in error.errors(include_url=False)]
        raise DefinitionError(_shortened(sorted(set(problems), key=_line_of))) from error


def read_marked(text: str) -> tuple[object, Lines]:
    """The plain data of a YAML text and the line (from 1) of every place in it, for checks that span rows."""
    data, lines = _read(text)
    return deepcopy(data), lines


@lru_cache(maxsize=16)  # the same file is read for its shape, for its rows, and again with every period
def _read(text: str) -> tuple[object, Lines]:
    if len(text) > LONGEST:
        raise DefinitionError([f"Berkas terlalu besar: paling banyak {LONGEST} karakter."])
    try:
        _refuse_bombs(text)
        node = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        told = "tab tidak dipakai di sini; pakai spasi" if _stands_on_tab(text, mark) else _yaml_words(error)
        raise DefinitionError([f"Baris {line}: penulisan YAML keliru ({told})."]) from error
    except yaml.YAMLError as error:
        raise DefinitionError(["Baris 1: berkas memuat karakter yang tidak dapat dibaca."]) from error
    if node is None:
        raise DefinitionError(["Baris 1: berkas kosong."])
    reader = _Reader()
    data = reader.read(node, ())
    if reader.problems:
        raise DefinitionError(_shortened(reader.problems))
    return data, reader.lines


# libyaml's words, where an official can do something about it
YAML_WORDS = {
    "could not find expected ':'": "titik dua sesudah kunci tidak ada, atau kunci itu tidak selesai",
    "did not find expected ',' or '}'": "koma atau kurung kurawal tutup tidak ada",
    "did not find expected ',' or ']'": "koma atau kurung siku tutup tidak ada",
    "did not find expected key": "kunci tidak ditemukan; periksa spasi di depan baris dan tanda kutip",
    "did not find expected '-' indicator": 'tanda "-" di awal baris tidak ditemukan; periksa spasi di depannya',
    "mapping values are not allowed in this context": (
        "titik dua tidak pada tempatnya; beri tanda kutip pada teks yang memuatnya, dan periksa spasi di depan baris"
    ),
    "found unexpected end of stream": "tanda kutip tidak ditutup",
    "but found another document": 'satu berkas satu definisi; hapus "---" di tengahnya',
    "found invalid Unicode character escape code": 'tanda sesudah "\\u", "\\U", atau "\\x" bukan huruf yang ada',
    "did not find expected hexdecimal number": 'sesudah "\\u", "\\U", atau "\\x" harus ada angka heksadesimal',
    "found unknown escape character": 'tanda sesudah "\\" tidak dikenal; pakai tanda kutip tunggal, atau tulis "\\\\"',
    "found character that cannot start any token": "isi tidak dapat diawali tanda ini; beri tanda kutip pada teksnya",
    "found unexpected document indicator": 'tanda kutip belum ditutup sebelum "---" atau "..."',
    "block sequence entries are not allowed in this context": 'tanda "-" tidak pada tempatnya; mulai pada baris baru',
    "did not find expected node content": "isi tidak ditemukan; periksa koma dan tanda kurung",
    "did not find expected alphabetic or numeric character": "beri tanda kutip pada teks yang diawali & atau *",
    "did not find expected comment or line break": 'sesudah "|", ">", atau "%" baris itu harus selesai',
    "found undefined tag handle": 'beri tanda kutip pada teks yang diawali "!"',
    "did not find expected tag URI": 'beri tanda kutip pada teks yang diawali "!"',
    "found unknown directive name": 'baris yang diawali "%" tidak dipakai; beri tanda kutip pada teksnya',
    "could not find expected directive name": 'baris yang diawali "%" tidak dipakai; beri tanda kutip pada teksnya',
}
ANY_FAULT = "susunannya tidak terbaca; periksa tanda kutip, kurung, titik dua, dan spasi di sini atau di baris atasnya"


def _yaml_words(error: yaml.MarkedYAMLError) -> str:
    return YAML_WORDS.get(error.problem or "", ANY_FAULT)


def _stands_on_tab(text: str, mark: yaml.Mark | None) -> bool:
    lines = text.splitlines() if mark else []
    return mark is not None and mark.line < len(lines) and lines[mark.line][mark.column : mark.column + 1] == "\t"


def problem_at(lines: Lines, path: Path, sentence: str) -> str:
    """ "Baris 12: …" for a place in the file; the nearest enclosing place that has a line."""
    return f"Baris {_line_at(lines, path)}: {sentence}"


def _refuse_bombs(text: str) -> None:
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=LOADER)):
        line = event.start_mark.line + 1 if event.start_mark else 1
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise DefinitionError([f"Baris {line}: susunan terlalu dalam."])
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise DefinitionError([f"Baris {line}: jangkar (&) dan rujukan (*) YAML tidak boleh dipakai."])
        if count > MOST_NODES:
            raise DefinitionError([f"Berkas terlalu panjang: paling banyak {MOST_NODES} butir."])


class _Reader:
    """Turns YAML nodes into plain data and remembers the line of each place."""

    def __init__(self) -> None:
        self.lines: Lines = {}
        self.problems: list[str] = []

    def read(self, node: yaml.Node, path: Path) -> object:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(item, (*path, index)) for index, item in enumerate(node.value)]
        assert isinstance(node, yaml.ScalarNode)
        self._refuse_unwritable(node)
        return self._scalar(node)

    def _refuse_unwritable(self, node: yaml.ScalarNode) -> None:
        """Escapes ("\\0", "\\a") name characters that no database keeps and no workbook or print can show."""
        if UNWRITABLE.search(node.value):
            line = node.start_mark.line + 1
            self.problems.append(f"Baris {line}: teks memuat tanda yang tidak dapat ditulis. Hapus tanda itu.")

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str | int, object]:
        result: dict[str | int, object] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self.problems.append(f"Baris {line}: kunci harus berupa kata atau angka.")
                continue
            self._refuse_unwritable(key_node)
            key = self._key(key_node)
            if key in result:
                self.problems.append(f'Baris {line}: kunci "{key}" ditulis dua kali.')
                continue
            self.lines[(*path, key)] = line
            result[key] = self.read(value_node, (*path, key))
        return result

    def _key(self, node: yaml.ScalarNode) -> str | int:
        if not node.style and node.tag == "tag:yaml.org,2002:int" and _is_short_number(node.value):
            return int(node.value)
        return str(node.value)

    def _scalar(self, node: yaml.ScalarNode) -> object:
        """Plain words: whole numbers as int, true/ya and false/tidak as bool, all else (also 0.5 and dates) as text.

        A figure with a decimal point stays text so that it becomes an exact Decimal, never a float.
        """
        text = str(node.value)
        if node.style:
            return text
        lowered = text.lower()
        if lowered in NULLS:
            return None
        if lowered in BOOLEANS:
            return BOOLEANS[lowered]
        sign, digits = (text[:1], text[1:]) if text[:1] in "+-" else ("", text)
        if _is_short_number(digits) and (digits == "0" or not digits.startswith("0")):
            return int(sign + digits)
        return text


def _is_short_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER


def _line_at(lines: Lines, path: Sequence[str | int]) -> int:
    known: Path = ()
    for part in path:  # pydantic also names the branch of a union it tried: such a part is no place in the file
        if (*known, part) in lines:
            known = (*known, part)
    return lines.get(known, 1)


def _shortened(problems: list[str]) -> list[str]:
    if len(problems) <= MOST_PROBLEMS:
        return problems
    return [*problems[:MOST_PROBLEMS], f"… dan {len(problems) - MOST_PROBLEMS} kesalahan lain."]


def _line_of(problem: str) -> int:
    word = problem.removeprefix("Baris ").partition(":")[0]
    return int(word) if word.isdecimal() else 0


SENTENCES = {
    "missing": "{where} belum diisi.",
    "extra_forbidden": "{where} tidak dikenal.",
    "string_type": "{where} harus berupa teks.",
    "string_too_long": "{where} terlalu panjang (paling banyak {max_length} karakter).",
    "string_too_short": "{where} tidak boleh kosong.",
    "string_pattern_mismatch": "{where} tidak sesuai pola yang diminta.",
    "int_type": "{where} harus berupa bilangan bulat.",
    "int_parsing": "{where} harus berupa bilangan bulat.",
    "int_parsing_size": "{where} terlalu besar.",
    "invalid_key": "{where} bukan kunci. Desimal ditulis dengan titik: 0.25, bukan 0,25.",
    "int_from_float": "{where} harus berupa bilangan bulat.",
    "decimal_parsing": "{where} harus berupa angka.",
    "decimal_type": "{where} harus berupa angka.",
    "bool_type": "{where} harus ya (true) atau tidak (false).",
    "bool_parsing": "{where} harus ya (true) atau tidak (false).",
    "list_type": "{where} harus berupa daftar.",
    "tuple_type": "{where} harus berupa daftar.",
    "dict_type": "{where} harus berupa susunan kunci dan isi.",
    "model_type": "{where} harus berupa susunan kunci dan isi.",
    "model_attributes_type": "{where} harus berupa susunan kunci dan isi.",
    "literal_error": "{where} harus salah satu dari {expected}.",
    "enum": "{where} harus salah satu dari {expected}.",
    "greater_than": "{where} harus lebih dari {gt}.",
    "greater_than_equal": "{where} paling kecil {ge}.",
    "less_than": "{where} harus kurang dari {lt}.",
    "less_than_equal": "{where} paling besar {le}.",
    "too_short": "{where} harus memuat sedikitnya {min_length} butir.",
    "too_long": "{where} memuat terlalu banyak butir (paling banyak {max_length}).",
    "date_from_datetime_parsing": "{where} harus berupa tanggal, misalnya 2026-01-31.",
    "date_parsing": "{where} harus berupa tanggal, misalnya 2026-01-31.",
    "date_type": "{where} harus berupa tanggal, misalnya 2026-01-31.",
}


def _sentence(detail: ErrorDetails, lines: Lines) -> str:
    path: Path = tuple(detail["loc"])
    known = [part for part in path if isinstance(part, str)]
    named = path[-1:] if detail["type"] == "invalid_key" else known[-1:]
    where = f'"{named[0]}"' if named else "Isi berkas"
    context = detail.get("ctx", {})
    if detail["type"] in {"value_error", "assertion_error"}:
        # Our own validators already speak Indonesian.
        text = str(context.get("error", detail["msg"]))
    else:
        template = SENTENCES.get(detail["type"], "{where} tidak dapat dibaca.")
        text = template.format_map({"where": where, **context})
    return problem_at(lines, path, text.replace(" or ", " atau "))
