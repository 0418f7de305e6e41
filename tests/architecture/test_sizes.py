"""Small enough to read. Functions count from their `def` line, docstring included."""

from pathlib import Path

from tests.architecture.source import HOUSE, ROOT, in_drawers, lines, modules, nothing, parsed, templates

MODULE, FUNCTION, VIEW, TEMPLATE, STATIC = 300, 40, 25, 150, 300


def too_long(paths: list[Path], limit: int) -> list[str]:
    counted = {path: len(path.read_text().splitlines()) for path in paths}
    return [f"{path.relative_to(ROOT)}: {count} lines" for path, count in counted.items() if count > limit]


def test_no_module_is_longer_than_its_reader_bears() -> None:
    nothing(too_long([module.path for module in modules()], MODULE))


def test_no_function_is_longer_than_a_screen() -> None:
    found = [
        f"{module.name}: {function.name} has {lines(function)} lines"
        for module in modules()
        for function in module.functions()
        if lines(function) > FUNCTION
    ]
    nothing(found)


def test_views_stay_thin() -> None:
    found = [
        f"{module.name}: {function.name} has {lines(function)} lines"
        for module in in_drawers("views")
        for function in module.functions()
        if lines(function) > VIEW and module.room not in {"web", "audit"}
    ]
    nothing(found)


def test_templates_and_static_files_stay_short() -> None:
    static = [
        path
        for kind in ("css", "js")
        for path in sorted(HOUSE.rglob(f"static/**/*.{kind}"))
        if "vendor" not in path.parts
    ]
    nothing(too_long(templates(), TEMPLATE) + too_long(static, STATIC))


def test_tests_keep_to_the_sizes_of_the_house() -> None:
    paths = sorted((ROOT / "tests").rglob("*.py"))
    functions = [
        f"{path.relative_to(ROOT)}: {node.name} has {lines(node)} lines"
        for path in paths
        for node in parsed(path).body
        if hasattr(node, "name") and not node.name[0].isupper() and lines(node) > FUNCTION
    ]
    assert too_long(paths, MODULE) + functions == []
