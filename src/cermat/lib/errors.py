"""What can go wrong, as one family of errors whose text is a sentence for the person at the screen."""


class ConfigurationError(Exception):
    """The installation is set up wrongly; the text is for the installer."""


class DomainError(Exception):
    """A rule says no. `message` is an Indonesian sentence that says what to do next.

    `code` is stable and for programs; `field` names the form field it belongs to, if any.
    """

    status = 422

    def __init__(self, message: str, *, code: str = "invalid", field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.field = field


class NotAllowedError(DomainError):
    """The person's role does not reach this."""

    status = 403

    def __init__(self, message: str = "Peran Anda tidak mencakup tindakan ini.", *, code: str = "not_allowed") -> None:
        super().__init__(message, code=code)


class ConflictError(DomainError):
    """Somebody else was faster, or the thing has moved on since the page was opened."""

    status = 409

    def __init__(self, message: str, *, code: str = "conflict", field: str | None = None) -> None:
        super().__init__(message, code=code, field=field)


class DefinitionError(DomainError):
    """A definition file is refused; `problems` are sentences with their line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems), code="bad_definition")
        self.problems = problems
