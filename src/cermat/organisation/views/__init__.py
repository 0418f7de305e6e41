"""People, posts, units, choices, and one's own account."""

from cermat.organisation.views import choices, own, people, posts, units

__all__ = ["choices", "own", "people", "posts", "units"]
