"""Python's search for garbage in circles, switched off where many rows are made at once."""

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def no_search() -> Iterator[None]:
    """Without Python looking for garbage in circles: so many rows at once make it look all the time, which takes longer
    than making them, and they have no circles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
