"""On which processors a process runs. Nothing here does anything where the system has no such choice."""

import os


def keep_to_one() -> None:
    """Of those it may use the last; the first one answers most interrupts. Children inherit the choice."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def use_all() -> None:
    """Undoes `keep_to_one` for a child with work of its own; what the machine itself forbids stays forbidden."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, range(os.cpu_count() or 1))
