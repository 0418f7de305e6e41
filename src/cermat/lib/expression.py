"""Small arithmetic that officials write in definition files: exact, checked when it is read, never `eval`.

The grammar stands in `lib.syntax`. Missing is a value: where a name that is needed has none, the result is None.
A division by zero is UNDEFINED: a figure that does not exist, which is not the same as one we lack.
"""

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Final, Literal

from cermat.lib.syntax import (
    Binary,
    Constant,
    ExpressionError,
    Name,
    Node,
    Unary,
    canonical,
    is_condition,
    read_tree,
)

__all__ = ["UNDEFINED", "Expression", "ExpressionError", "Undefined", "as_data", "canonical", "parse", "parse_known"]


class Undefined(Enum):
    """The result of a division by zero."""

    UNDEFINED = "undefined"


UNDEFINED: Final = Undefined.UNDEFINED
Number = Fraction | None | Literal[Undefined.UNDEFINED]
Value = bool | Number

Tree = float | str | list["Tree"]

COMPARISONS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "=": operator.eq, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip
ARITHMETIC: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
}  # fmt: skip


@dataclass(frozen=True)
class Expression:
    text: str
    root: Node

    @property
    def is_condition(self) -> bool:
        """Whether it answers yes or no, rather than with a number."""
        return is_condition(self.root)

    def names(self) -> frozenset[str]:
        """The names it uses, codes with an underscore: {"PDK_01.mati", "lapor"}."""
        return frozenset(_names(self.root))

    def value(self, env: Mapping[str, Fraction | None]) -> Value:
        """The exact value; None where a needed name is missing; UNDEFINED after a division by zero."""
        return _condition(self.root, env) if self.is_condition else _number(self.root, env)

    def number(self, env: Mapping[str, Fraction | None]) -> Number:
        """As `value`, for an expression that is known to be a number."""
        if self.is_condition:
            raise TypeError("this expression is a condition")
        return _number(self.root, env)

    def holds(self, env: Mapping[str, Fraction | None]) -> bool:
        """Whether a condition is certainly true: False where a value is missing or undefined."""
        return self.value(env) is True


def parse(text: str) -> Expression:
    """Raises ExpressionError (a ValueError) with a sentence and the position of the fault."""
    return Expression(text, read_tree(text))


def parse_known(text: str, known: Iterable[str], *, condition: bool) -> Expression:
    """As `parse`, and refuse names outside `known` and a number where a condition is due (or the reverse)."""
    expression = parse(text)
    unknown = sorted(expression.names() - set(known))
    if unknown:
        raise ValueError(f'Nama "{unknown[0]}" dalam "{text}" tidak dikenal.')
    if expression.is_condition != condition:
        wanted = "perbandingan (ya atau tidak)" if condition else "angka"
        raise ValueError(f'"{text}" harus menghasilkan {wanted}.')
    return expression


def as_data(expression: Expression) -> Tree:
    """The same as lists, for a reader without this grammar: "lapor > 2" → [">", "lapor", 2]. A number is a float."""
    return _data(expression.root)


def _data(node: Node) -> Tree:
    if isinstance(node, Constant):
        return float(node.number)
    if isinstance(node, Name):
        return node.name
    if isinstance(node, Unary):
        return [node.sign, _data(node.inner)]
    return [node.sign, _data(node.left), _data(node.right)]


def _names(node: Node) -> Iterable[str]:
    if isinstance(node, Name):
        yield node.name
    elif isinstance(node, Unary):
        yield from _names(node.inner)
    elif isinstance(node, Binary):
        yield from _names(node.left)
        yield from _names(node.right)


def _number(node: Node, env: Mapping[str, Fraction | None]) -> Number:
    result: Number
    if isinstance(node, Constant):
        result = node.number
    elif isinstance(node, Name):
        result = env.get(node.name)
    elif isinstance(node, Unary):
        result = _number(node.inner, env)
        if isinstance(result, Fraction):
            result = abs(result) if node.sign == "abs" else -result
    else:
        result = _reckon(node.sign, _number(node.left, env), _number(node.right, env))
    return result


def _reckon(sign: str, left: Number, right: Number) -> Number:
    if left is None or right is None:
        return None
    if isinstance(left, Undefined) or isinstance(right, Undefined) or (sign == "/" and right == 0):
        return UNDEFINED
    return ARITHMETIC[sign](left, right)


def _condition(node: Node, env: Mapping[str, Fraction | None]) -> Value:
    """Three answers and UNDEFINED: what is decided without the missing part stays decided (False and ? is False)."""
    assert isinstance(node, Binary)
    if node.sign in COMPARISONS:
        left, right = _number(node.left, env), _number(node.right, env)
        if left is None or right is None:
            return None
        if isinstance(left, Undefined) or isinstance(right, Undefined):
            return UNDEFINED
        return COMPARISONS[node.sign](left, right)
    answers = (_condition(node.left, env), _condition(node.right, env))
    decisive = node.sign == "or"
    if decisive in answers:
        return decisive
    if None in answers:
        return None
    return UNDEFINED if UNDEFINED in answers else not decisive


WRITTEN = (
    (r"abs\(([^()]*)\)", r"|\1|"), ("!=", "≠"), (">=", "≥"), ("<=", "≤"), (r" \* ", " × "), (" - ", " − "),
    (r"(?<=\d)\.(?=\d)", ","), (r"\b([A-Z]{2,4})_(?=\d)", r"\1-"), ("_", " "),
)  # fmt: skip


def written(text: str) -> str:
    """A formula as an office writes it: × ≠ ≥, a comma in numbers, |…| for abs(), spaces for underlines."""
    for pattern, sign in WRITTEN:
        text = re.sub(pattern, sign, text)
    return text
