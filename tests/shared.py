"""Real files that came with the assignment, where they are there. They are read from their place, never copied."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared(path: str) -> Path:
    """A file in the folder of shared data; skips the test, with the reason, on a machine that does not have it."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"needs ../shared/{path}, real data that is not part of this repository")
    return found
