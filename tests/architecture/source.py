"""The source of the house as trees, read once."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = settings.ROOT
HOUSE = ROOT / "src" / "cermat"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    path: Path
    room: str
    drawer: str  # "views" for views.py and for everything in views/

    @property
    def name(self) -> str:
        return str(self.path.relative_to(ROOT))

    @property
    def text(self) -> str:
        return self.path.read_text()

    @property
    def tree(self) -> ast.Module:
        return parsed(self.path)

    def functions(self) -> list[Function]:
        return [node for node in ast.walk(self.tree) if isinstance(node, Function)]

    def public_functions(self) -> list[Function]:
        return [node for node in self.tree.body if isinstance(node, Function) and not node.name.startswith("_")]

    def calls(self) -> list[ast.Call]:
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.Call)]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


@cache
def modules() -> list[Module]:
    """Every module of every room, migrations apart."""
    found = []
    for path in sorted(HOUSE.rglob("*.py")):
        parts = path.relative_to(HOUSE).with_suffix("").parts
        if "migrations" not in parts:
            found.append(Module(path, parts[0], parts[1] if len(parts) > 1 else ""))
    return found


def in_drawers(*drawers: str) -> list[Module]:
    return [module for module in modules() if module.drawer in drawers]


def templates() -> list[Path]:
    return sorted(HOUSE.rglob("templates/**/*.html"))


def lines(node: ast.AST) -> int:
    assert isinstance(node, Function | ast.ClassDef)
    return (node.end_lineno or node.lineno) - node.lineno + 1


def decorators(function: Function) -> list[str]:
    """Names of the decorators, outermost first, calls without their arguments."""
    return [ast.unparse(each.func if isinstance(each, ast.Call) else each) for each in function.decorator_list]


def called(call: ast.Call) -> str:
    """The name after the last dot of what is called."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def nothing(found: list[str]) -> None:
    """Fail with one line for each thing that was found."""
    assert not found, "\n" + "\n".join(found)
