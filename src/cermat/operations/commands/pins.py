"""`./cermat pin`: requirements/*.in → *.txt with hashes, for every platform, naming no address."""

import subprocess
import sys
from pathlib import Path

from django.conf import settings

WORDS = [
    "pip", "compile", "--quiet", "--upgrade", "--generate-hashes", "--universal", "--no-header", "--no-annotate",
    "--no-emit-index-url", "--no-emit-find-links", "--python-version", "3.11",
]  # fmt: skip


def pin() -> None:
    """The others are held to the versions of run.txt, so that the tests run what is installed."""
    uv = str(Path(sys.executable).parent / "uv")
    folder = settings.ROOT / "requirements"
    subprocess.run([uv, *WORDS, "run.in", "-o", "run.txt"], cwd=folder, check=True)
    subprocess.run([uv, *WORDS, "-c", "run.txt", "forecast.in", "-o", "forecast.txt"], cwd=folder, check=True)
    subprocess.run(
        [uv, *WORDS, "-c", "run.txt", "-c", "forecast.txt", "dev.in", "-o", "dev.txt"], cwd=folder, check=True
    )
