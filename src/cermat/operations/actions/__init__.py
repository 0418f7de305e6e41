"""The examples of a first start, and the months that the demo plays."""

from cermat.operations.actions.demo import play
from cermat.operations.actions.examples import EXAMPLE_PASSWORD, load_examples

__all__ = ["EXAMPLE_PASSWORD", "load_examples", "play"]
