"""What our log lines leave out."""

import logging

FORBIDDEN = 403


def refusal_in_a_line(record: logging.LogRecord) -> bool:
    """A refused page is a line: its traceback would say where our own code refused, and bury what is wrong."""
    if getattr(record, "status_code", None) == FORBIDDEN:
        record.exc_info = record.exc_text = None
    return True
