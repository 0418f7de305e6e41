"""In which order the parts of an index are printed: an office's habit, which no figure depends on. Pure."""

from cermat.instruments.formula.definition import Definition


def printed_order(definition: Definition, habit: str) -> tuple[str, ...]:
    """Codes of the groups under the index, by their detail "urutan_<habit>": urutan_naskah, urutan_kuesioner.

    A group without a number keeps its place in the definition.
    """
    groups = [group for group in definition.groups if not group.parent]
    numbers = {group.code: _number(group.details.get(f"urutan_{habit}", ""), at) for at, group in enumerate(groups, 1)}
    return tuple(sorted(numbers, key=lambda code: numbers[code]))


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() else otherwise
