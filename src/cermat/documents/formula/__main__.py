"""The process in which one file is parsed, with its memory and time bounded before the parsers are loaded."""

import json
import resource
import signal
import sys
from contextlib import suppress

from cermat.lib.processors import use_all

MEMORY = 1024 * 1024 * 1024
SECONDS = 20
READING = 6  # seconds for the words of a file that is good already


def main() -> int:
    use_all()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from cermat.documents.formula.inspection import inspected, look_for_persons  # noqa: PLC0415 - after the limits
    from cermat.documents.formula.refusal import RefusedError  # noqa: PLC0415

    content, kind = sys.stdin.buffer.read(), sys.argv[1]
    try:
        found = inspected(content, kind)
    except RefusedError as error:
        _answer({"refusal": str(error)})
        return 0
    signal.signal(signal.SIGALRM, _enough)
    signal.alarm(READING)
    with suppress(TimeoutError):
        look_for_persons(found, kind)
    signal.alarm(0)
    head = {"refusal": "", "about": found.about[:160], "persons": found.persons.said, "small": len(found.small)}
    _answer(head, found.small, b"" if found.content is content else found.content)
    return 0


def _enough(_signal: int, _frame: object) -> None:
    raise TimeoutError


def _answer(head: dict[str, object], *pieces: bytes) -> None:
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + b"".join(pieces))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())
