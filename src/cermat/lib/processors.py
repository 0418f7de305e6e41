"""On which processors a process runs. Nothing here does anything where the system has no such choice."""

import os

ALLOWED = "CERMAT_PROCESSORS"  # in the environment: those that were allowed before a process kept to one


def allowed() -> dict[str, str]:
    """For the environment of a child that will keep to one."""
    if not hasattr(os, "sched_getaffinity"):
        return {}
    return {ALLOWED: ",".join(map(str, sorted(os.sched_getaffinity(0))))}


def keep_to_one() -> None:
    """Of those it may use the last; the first one answers most interrupts. Children inherit the choice."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def use_all() -> None:
    """Undoes `keep_to_one` for a child with work of its own: all that whoever started us allows (`taskset`)."""
    given = os.environ.get(ALLOWED)
    if given and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, map(int, given.split(",")))
