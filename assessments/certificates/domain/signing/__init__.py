"""Keys that answer for documents and credentials: where they lie, making them, signing with them.

A key is a folder below SIGNING_DIR: `<owner>/<key id>/key.pem` (only for the server's user, with
SIGNING_PASSPHRASE encrypted) and `certificate.pem` (followed by its chain, if an authority issued
it). The owner is an institution's code, or `installation` for all that have none of their own.
Neither is ever in the database.
"""

from assessments.certificates.domain.signing.documents import signed
from assessments.certificates.domain.signing.keys import (
    INSTALLATION,
    SigningKey,
    all_keys,
    key_for,
    key_named,
    why_unsigned,
)
from assessments.certificates.domain.signing.making import make_key

__all__ = [
    "INSTALLATION",
    "SigningKey",
    "all_keys",
    "key_for",
    "key_named",
    "make_key",
    "signed",
    "why_unsigned",
]
