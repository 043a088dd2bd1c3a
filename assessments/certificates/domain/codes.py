"""Verification codes: made to be unguessable, and typed by people."""

import secrets
import unicodedata

from django.conf import settings
from django.urls import reverse

# Crockford's base 32: no I, L, O, U, so a code read from paper has one reading only.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16  # × 5 bits = 80 bits
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """A fresh random code of 80 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def normalise_code(typed: str) -> str:
    """What was meant: upper case, half-width, without spaces and dashes, O read as 0, I and L as 1.

    At most 64 characters are looked at; what can't be a code comes back as something that no
    certificate has.
    """
    text = unicodedata.normalize("NFKC", typed[:64]).upper().translate(_MISREAD)
    return "".join(character for character in text if character.isascii() and character.isalnum())


def grouped(code: str) -> str:
    """The code as it is printed: 4 groups of 4."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def verification_url(code: str) -> str:
    """The address in the QR code."""
    return settings.BASE_URL.rstrip("/") + reverse("verify:certificate", args=[code])


def verification_site() -> str:
    """Where a code can be typed, as people write addresses: host and path."""
    address = settings.BASE_URL.rstrip("/") + reverse("verify:form")
    return address.split("://", 1)[-1].rstrip("/")
