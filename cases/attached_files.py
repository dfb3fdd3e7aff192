"""What may be attached, judged by content and not by name: PDF, pictures, documents and plain text, without active content.

Bytes lie under MEDIA_ROOT, outside the web root, by key alone.
"""

import datetime
import hashlib
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from cases.models.attachments import LARGEST
from cases.policies import NotNow

#: Of a file within a document, and of all together, in bytes: more is a trap.
UNPACKED = 100 * 1024 * 1024
STREAMS = 20 * 1024 * 1024

#: In a PDF: things that run, open or carry something else.
ACTIVE_PDF = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData)\b")
#: In a document: macros, programs and objects of other programs.
ACTIVE_PARTS = re.compile(
    r"(vbaproject|macros|/basic/|^basic/|scripts/|embeddings/|activex|\.(exe|js|vbs|bat|cmd|dll|bin)$)", re.IGNORECASE
)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
ENDINGS = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    DOCX: "docx",
    ODT: "odt",
    "text/plain": "txt",
}


class NotAccepted(NotNow):
    """This file may not be attached. The message says why, in Dutch."""


@dataclass(frozen=True)
class Judged:
    """A file that may be attached."""

    content_type: str
    name: str
    content: bytes
    sha256: str


def judge(name: str, content: bytes) -> Judged:
    """The kind that the content shows. Raises NotAccepted."""
    if not content:
        raise NotAccepted("Dit bestand is leeg.")
    if len(content) > LARGEST:
        raise NotAccepted("Dit bestand is te groot: ten hoogste 10 MB.")
    kind = _kind(content)
    if kind is None:
        raise NotAccepted(
            "Dit soort bestand kan niet. Kies een PDF, een foto (JPG, PNG), een document (DOCX, ODT) of tekst."
        )
    if kind == "application/pdf" and _active_pdf(content):
        raise NotAccepted("In deze PDF zit iets dat zelf iets doet of opent. Druk hem af naar een nieuwe PDF.")
    return Judged(kind, _clean(name, kind), content, hashlib.sha256(content).hexdigest())


def _kind(content: bytes) -> str | None:
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"PK\x03\x04"):
        return _document(content)
    return "text/plain" if _plain_text(content) else None


def _document(content: bytes) -> str | None:
    """A DOCX or ODT without macros; None for any other archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if sum(part.file_size for part in parts) > UNPACKED:
                raise NotAccepted("Dit document is uitgepakt te groot.")
            if any(ACTIVE_PARTS.search(name) for name in names):
                raise NotAccepted(
                    "In dit document zitten macro’s of bestanden van andere programma’s. Bewaar het als PDF."
                )
            if "word/document.xml" in names:
                return DOCX
            if "mimetype" in names and archive.read("mimetype").strip().decode("ascii", "replace") == ODT:
                return ODT
    except zipfile.BadZipFile:
        return None
    return None


def _active_pdf(content: bytes) -> bool:
    """Looks into compressed streams too: names of what runs may be hidden there. `#4a` in a name stands for a letter."""
    if ACTIVE_PDF.search(_unescaped(content)):
        return True
    read = 0
    for found in re.finditer(rb"stream\r?\n", content):
        unpacker = zlib.decompressobj()
        try:
            inner = unpacker.decompress(content[found.end() :], STREAMS - read)
        except zlib.error:
            continue
        read += len(inner)
        if ACTIVE_PDF.search(_unescaped(inner)) or read >= STREAMS:
            return True
    return False


def _unescaped(content: bytes) -> bytes:
    return re.sub(rb"#([0-9a-fA-F]{2})", lambda found: bytes([int(found[1], 16)]), content)


def _plain_text(content: bytes) -> bool:
    """UTF-8 without control characters, and no page of a website."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if any(ord(char) < 32 and char not in "\t\r\n\f" for char in text):
        return False
    return not re.search(r"<\s*(html|script|svg|!doctype|\?xml)", text[:4096], re.IGNORECASE)


def _clean(name: str, kind: str) -> str:
    """The name as it is shown, with the ending that the content has."""
    stem = re.sub(r"[^\w .()-]", "", Path(name.replace("\\", "/")).name.rsplit(".", 1)[0]).strip(" .") or "bijlage"
    return f"{stem[:110]}.{ENDINGS[kind]}"


def place(stored: str) -> Path:
    return Path(settings.MEDIA_ROOT) / stored


def store(key: UUID, content: bytes) -> str:
    """Write the bytes; where, relative to MEDIA_ROOT."""
    stored = f"attachments/{str(key)[-2:]}/{key}"
    path = place(stored)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(0o600)
    return stored


def lying_since(day: datetime.date) -> list[str]:
    """Files that were written before this day, as `Attachment.stored` names them."""
    limit = datetime.datetime.combine(day, datetime.time(), tzinfo=timezone.get_current_timezone()).timestamp()
    root = Path(settings.MEDIA_ROOT)
    found = (path for path in root.glob("attachments/*/*") if path.is_file() and path.stat().st_mtime < limit)
    return sorted(str(path.relative_to(root)) for path in found)
