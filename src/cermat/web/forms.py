"""What a form page does with a rule that says no."""

from django.forms import Form

from cermat.lib.errors import ConflictError, DomainError, NotAllowedError


def tell(form: Form, error: DomainError) -> None:
    """The rule's sentence at its field; above the form where it has none."""
    form.add_error(error.field if error.field in form.fields else None, error.message)


def tell_or_raise(form: Form, error: DomainError) -> None:
    """As `tell`; a conflict or a missing right is a page of its own."""
    if isinstance(error, (ConflictError, NotAllowedError)):
        raise error
    tell(form, error)
