"""Recording what an instrument said. Nothing is overwritten."""

from cermat.instruments.actions.results import Said, record_result

__all__ = ["Said", "record_result"]
