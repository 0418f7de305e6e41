"""How a check says no."""


class RefusedError(ValueError):
    """The file is not accepted; the text is an Indonesian sentence for the person who chose it."""
