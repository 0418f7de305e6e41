"""In which order the parts of an index are printed: an office's habit, which no figure depends on. Pure."""

from dataclasses import replace

from cermat.instruments.formula.definition import Definition, Group

KEY = "urutan_"  # details of a group: urutan_naskah, urutan_kuesioner


def has_habits(definition: Definition) -> bool:
    """Whether offices print the groups under the index in more than one order."""
    return any(key.startswith(KEY) for group in definition.groups for key in group.details)


def as_printed(definition: Definition, habit: str) -> Definition:
    """The same instrument with its groups, and the items in them, in the order of the habit: naskah, kuesioner.

    U8 and U9 of the SKM change places; codes and figures stay. A group without a number keeps its place.
    """
    groups = sorted(enumerate(definition.groups, 1), key=lambda pair: _number(pair[1], habit, pair[0]))
    places = {group.code: at for at, (_number, group) in enumerate(groups)}
    items = sorted(definition.items, key=lambda item: places.get(item.group, -1))
    return replace(definition, groups=tuple(group for _number, group in groups), items=tuple(items))


def _number(group: Group, habit: str, otherwise: int) -> int:
    text = group.details.get(KEY + habit, "")
    return int(text) if text.isdecimal() else otherwise
