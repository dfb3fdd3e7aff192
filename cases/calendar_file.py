"""A meeting as a calendar file (RFC 5545). Nothing about a child can stand in it: it takes the meeting alone."""

import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from cases.models import Meeting

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
OCTETS_OF_A_LINE = 75


def invitation(meeting: Meeting, *, url: str) -> str:
    """One event; without a time it takes the whole day. `url` leads to the page of the meeting, behind sign-in."""
    if meeting.at:
        begin = datetime.datetime.combine(meeting.on, meeting.at, AMSTERDAM)
        days = [f"DTSTART:{_utc(begin)}", f"DTEND:{_utc(begin + datetime.timedelta(minutes=meeting.minutes))}"]
    else:
        days = [f"DTSTART;VALUE=DATE:{meeting.on:%Y%m%d}"]
    state = "CANCELLED" if meeting.state == Meeting.State.CANCELLED else "CONFIRMED"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//OT Zwolle//overleg//NL",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{meeting.pk}@ot-zwolle",
        f"DTSTAMP:{_utc(timezone.now())}",
        f"SEQUENCE:{meeting.version - 1}",
        *days,
        f"SUMMARY:{_escaped(str(meeting.kind))}",
        f"LOCATION:{_escaped(meeting.place)}",
        f"DESCRIPTION:{_escaped(f'De agenda staat in het programma: {url}')}",
        f"STATUS:{state}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _utc(moment: datetime.datetime) -> str:
    return f"{moment.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    return "".join(ESCAPED.get(char, char) for char in text.replace("\r", ""))


def _folded(line: str) -> str:
    """Lines of at most 75 octets; the rest follows after a line break and a blank."""
    parts: list[str] = []
    rest = line
    while len(rest.encode()) > OCTETS_OF_A_LINE - bool(parts):
        cut = OCTETS_OF_A_LINE - bool(parts)
        while len(rest[:cut].encode()) > OCTETS_OF_A_LINE - bool(parts):
            cut -= 1
        parts.append(rest[:cut])
        rest = rest[cut:]
    return "\r\n ".join([*parts, rest])
