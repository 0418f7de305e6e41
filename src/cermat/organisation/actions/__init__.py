"""Every change to units, people, their offices and the office's choices."""

from cermat.organisation.actions.assignments import (
    Succession,
    assign,
    end_assignment,
    succeed,
)
from cermat.organisation.actions.choices import choose
from cermat.organisation.actions.people import (
    NewUser,
    Person,
    add_user,
    change_person,
    deactivate_user,
    reactivate_user,
    record_qualification,
    record_qualifications,
)
from cermat.organisation.actions.posts import Post
from cermat.organisation.actions.signing_in import change_password, forget_sessions, reset_password
from cermat.organisation.actions.units import (
    LoadedUnits,
    add_unit,
    deactivate_unit,
    load_sections,
    load_units,
    reactivate_unit,
    rename_unit,
)

__all__ = [
    "LoadedUnits",
    "NewUser",
    "Person",
    "Post",
    "Succession",
    "add_unit",
    "add_user",
    "assign",
    "change_password",
    "change_person",
    "choose",
    "deactivate_unit",
    "deactivate_user",
    "end_assignment",
    "forget_sessions",
    "load_sections",
    "load_units",
    "reactivate_unit",
    "reactivate_user",
    "record_qualification",
    "record_qualifications",
    "rename_unit",
    "reset_password",
    "succeed",
]
