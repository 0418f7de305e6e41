"""The cluster of the tests. Loaded before pytest puts `src` into the search path."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from cermat.operations.commands.cluster import Cluster, binaries

__all__ = ["Cluster", "binaries"]
