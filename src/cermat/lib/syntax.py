"""The grammar of the definition files' small arithmetic: text to tree. See `lib.expression` for what it means.

From loose to tight: `or` (`atau`) · `and` (`dan`) · one comparison (`<  <=  >  >=  =  ==  !=`) · `+ -` · `* /` ·
sign · number, name, `abs(…)`, parentheses. A name is lower-case letters, digits and underscores; the code of
another indicator is upper-case, `PDK_01` or `PDK-01`; parts hang together by dots: `PDK_01.mati`, `lalu.realisasi`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

LONGEST = 300
DEEPEST = 30
COMPARING = ("<=", ">=", "!=", "==", "<", ">", "=")

TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<name>(?:[A-Z]{2,}[-_]\d+|[A-Za-z_]\w*)(?:\.(?:[A-Z]{2,}[-_]\d+|[A-Za-z_]\w*))*)"
    r"|(?P<sign><=|>=|!=|==|[-+*/()<>=]))",
    re.ASCII,
)
WORDS = {"atau": "or", "dan": "and"}


class ExpressionError(ValueError):
    """The text is no expression; `position` counts characters from 1."""

    def __init__(self, sentence: str, position: int) -> None:
        super().__init__(f"{sentence} (huruf ke-{position})")
        self.position = position


@dataclass(frozen=True)
class Constant:
    number: Fraction


@dataclass(frozen=True)
class Name:
    name: str


@dataclass(frozen=True)
class Unary:
    sign: str  # "-" or "abs"
    inner: "Node"


@dataclass(frozen=True)
class Binary:
    sign: str
    left: "Node"
    right: "Node"


Node = Constant | Name | Unary | Binary


def read_tree(text: str) -> Node:
    if len(text) > LONGEST:
        raise ExpressionError(f"Rumus terlalu panjang, paling banyak {LONGEST} huruf", LONGEST)
    parser = _Parser(text)
    root = parser.read_or()
    parser.expect_end()
    return root


def canonical(name: str) -> str:
    """PDK-01.mati as the expressions call it: PDK_01.mati."""
    return name.replace("-", "_")


def is_condition(node: Node) -> bool:
    return isinstance(node, Binary) and (node.sign in COMPARING or node.sign in {"and", "or"})


@dataclass(frozen=True)
class _Token:
    kind: str  # number, name, sign, end
    text: str
    position: int


def _tokens(text: str) -> list[_Token]:
    tokens = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = TOKEN.match(text, at)
        if match is None:
            position = at + len(text[at:]) - len(text[at:].lstrip()) + 1
            raise ExpressionError(f'Tanda "{text[position - 1]}" tidak dikenal', position)
        kind = match.lastgroup or "sign"
        word = match.group(kind)
        tokens.append(_Token("sign" if word in WORDS or word in {"and", "or"} else kind, word, match.start(kind) + 1))
        at = match.end()
    return [*tokens, _Token("end", "", end + 1)]


class _Parser:
    """Recursive descent, one method per level of the grammar."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.at = 0
        self.depth = 0

    @property
    def token(self) -> _Token:
        return self.tokens[self.at]

    def accept(self, *signs: str) -> str | None:
        sign = WORDS.get(self.token.text, self.token.text)
        if self.token.kind == "sign" and sign in signs:
            self.at += 1
            return sign
        return None

    def expect_end(self) -> None:
        if self.token.kind != "end":
            raise ExpressionError(f'"{self.token.text}" tidak diharapkan di sini', self.token.position)

    def read_or(self) -> Node:
        return self._chain(("or",), self.read_and, conditions=True)

    def read_and(self) -> Node:
        return self._chain(("and",), self.read_comparison, conditions=True)

    def read_comparison(self) -> Node:
        left = self.read_sum()
        position = self.token.position
        sign = self.accept(*COMPARING)
        if sign is None:
            return left
        node = Binary(sign, left, self.read_sum())
        self._require(node.left, node.right, conditions=False, position=position)
        return node

    def read_sum(self) -> Node:
        return self._chain(("+", "-"), self.read_product, conditions=False)

    def read_product(self) -> Node:
        return self._chain(("*", "/"), self.read_factor, conditions=False)

    def read_factor(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError("Kurung bersusun terlalu dalam", self.token.position)
        try:
            return self._factor()
        finally:
            self.depth -= 1

    def _factor(self) -> Node:
        token = self.token
        if sign := self.accept("-", "+"):
            inner = self.read_factor()
            self._require(inner, conditions=False, position=token.position)
            return Unary("-", inner) if sign == "-" else inner
        if self.accept("("):
            return self._closed()
        if token.kind == "number":
            self.at += 1
            return Constant(Fraction(token.text))
        if token.kind == "name":
            self.at += 1
            if token.text == "abs" and self.accept("("):
                inner = self._closed()
                self._require(inner, conditions=False, position=token.position)
                return Unary("abs", inner)
            return Name(canonical(token.text))
        what = f'"{token.text}"' if token.text else "akhir rumus"
        raise ExpressionError(f"Diharapkan angka atau nama, ditemukan {what}", token.position)

    def _closed(self) -> Node:
        inner = self.read_or()
        if not self.accept(")"):
            raise ExpressionError("Kurung tutup belum ada", self.token.position)
        return inner

    def _chain(self, signs: tuple[str, ...], read: Callable[[], Node], *, conditions: bool) -> Node:
        node = read()
        while True:
            position = self.token.position
            sign = self.accept(*signs)
            if sign is None:
                return node
            right = read()
            self._require(node, right, conditions=conditions, position=position)
            node = Binary(sign, node, right)

    def _require(self, *nodes: Node, conditions: bool, position: int) -> None:
        if any(is_condition(node) != conditions for node in nodes):
            wanted = "perbandingan" if conditions else "angka"
            raise ExpressionError(f"Di kedua sisi tanda ini harus ada {wanted}", position)
