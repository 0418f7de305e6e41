"""The process in which one file is parsed, with its memory and time bounded before the parsers are loaded."""

import json
import resource
import sys

from cermat.lib.processors import use_all

MEMORY = 1024 * 1024 * 1024
SECONDS = 20


def main() -> int:
    use_all()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from cermat.documents.formula.inspection import inspected  # noqa: PLC0415 - after the limits
    from cermat.documents.formula.refusal import RefusedError  # noqa: PLC0415

    content = sys.stdin.buffer.read()
    try:
        cleaned = inspected(content, sys.argv[1])
    except RefusedError as error:
        _answer(str(error), b"")
    else:
        _answer("", b"" if cleaned is content else cleaned)
    return 0


def _answer(refusal: str, cleaned: bytes) -> None:
    sys.stdout.buffer.write(json.dumps({"refusal": refusal}).encode() + b"\n" + cleaned)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())
