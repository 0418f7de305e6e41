"""What a form page does with a rule that says no."""

from django.forms import Form

from cermat.lib.errors import ConflictError, DomainError, NotAllowedError


def tell(form: Form, error: DomainError) -> None:
    """The rule's sentence at its field; above the form where it has none."""
    form.add_error(error.field if error.field in form.fields else None, error.message)


def tell_or_raise(form: Form, error: DomainError) -> None:
    """As `tell`; a missing right, and a conflict that no field of the form can mend, is a page of its own."""
    is_at_field = isinstance(error, ConflictError) and error.field in form.fields
    if isinstance(error, (ConflictError, NotAllowedError)) and not is_at_field:
        raise error
    tell(form, error)
