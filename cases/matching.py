"""Knowing that two rows are the same child, without telling who it is."""

import datetime
import hashlib
import hmac
import unicodedata

from django.conf import settings


def match_key(given_name: str, infix: str, family_name: str, birth_date: datetime.date) -> str:
    """A keyed hash of name and birth date: 64 hexadecimal digits, equal for the same child, telling nothing else.

    Case, accents, hyphens and double blanks make no difference. The key is the setting MATCH_KEY: with it alone the hash
    could be guessed, so it is no part of the database.
    """
    name = " ".join(f"{given_name} {infix} {family_name}".replace("-", " ").split())
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char)).casefold()
    told = f"{plain}|{birth_date.isoformat()}".encode()
    return hmac.new(settings.MATCH_KEY.encode(), told, hashlib.sha256).hexdigest()
