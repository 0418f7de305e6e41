"""What is typed about people, posts, units and choices."""

from cermat.organisation.forms.offices import ChoiceForm, NewUnitForm, UnitForm
from cermat.organisation.forms.people import (
    EndForm,
    NewUserForm,
    PasswordForm,
    PersonForm,
    PostForm,
    ProfileForm,
    QualificationForm,
    SearchForm,
    SuccessionForm,
)

__all__ = [
    "ChoiceForm",
    "EndForm",
    "NewUnitForm",
    "NewUserForm",
    "PasswordForm",
    "PersonForm",
    "PostForm",
    "ProfileForm",
    "QualificationForm",
    "SearchForm",
    "SuccessionForm",
    "UnitForm",
]
