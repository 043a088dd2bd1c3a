"""Finding and reading keys."""

import datetime
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.certificates.domain.errors import SigningRefused
from courses.institutions.models import Institution

INSTALLATION = "installation"
KEY_FILE = "key.pem"
CERTIFICATE_FILE = "certificate.pem"
# What a demonstration's certificate calls its unit: the mark travels with every signature.
DEMONSTRATION = "DEMONSTRATION ONLY"
_KEY_ID = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9a-f]{8}\Z")


@dataclass(frozen=True)
class SigningKey:
    """One key on disk; the private half is read only when something is signed."""

    folder: Path

    @property
    def key_id(self) -> str:
        return self.folder.name

    @property
    def owner(self) -> str:
        return self.folder.parent.name

    @cached_property
    def chain(self) -> list[x509.Certificate]:
        """Its certificate, then those that vouch for it."""
        return x509.load_pem_x509_certificates((self.folder / CERTIFICATE_FILE).read_bytes())

    @property
    def certificate(self) -> x509.Certificate:
        return self.chain[0]

    @property
    def is_demo(self) -> bool:
        units = self.certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
        return any(unit.value == DEMONSTRATION for unit in units)

    def is_valid_at(self, time: datetime.datetime) -> bool:
        """Whether its certificate covers this time."""
        certificate = self.certificate
        return certificate.not_valid_before_utc <= time <= certificate.not_valid_after_utc

    @cached_property
    def private_key(self) -> RSAPrivateKey:
        """Raises SigningRefused when the file can't be opened with the passphrase at hand."""
        passphrase = settings.QIHANG_SIGNING_PASSPHRASE
        try:
            key = serialization.load_pem_private_key(
                (self.folder / KEY_FILE).read_bytes(), passphrase.encode() if passphrase else None
            )
        except (OSError, ValueError, TypeError) as error:
            raise SigningRefused(
                _("The signing key %(key)s can't be read. Please tell the administrator.")
                % {"key": self.key_id}
            ) from error
        assert isinstance(key, RSAPrivateKey)
        return key


# Reading a certificate takes a millisecond; a folder of a key never changes its content.
_read: dict[Path, SigningKey] = {}


def all_keys() -> list[SigningKey]:
    """Every key of this server, also those that no longer sign, oldest first: whoever checks what
    they signed needs their public half."""
    root = Path(settings.QIHANG_SIGNING_DIR)
    folders = [file.parent for file in root.glob(f"*/*/{CERTIFICATE_FILE}")]
    keys = [_read.setdefault(folder, SigningKey(folder)) for folder in folders]
    return sorted(
        (key for key in keys if _KEY_ID.match(key.key_id)), key=lambda key: (key.key_id, key.owner)
    )


def key_named(key_id: str) -> SigningKey | None:
    return next((key for key in all_keys() if key.key_id == key_id), None)


def key_for(institution: Institution, *, at: datetime.datetime | None = None) -> SigningKey | None:
    """The key that signs for the institution: its own newest, else the installation's newest.
    None when this server has none: then nothing is signed.

    Raises SigningRefused when there are only expired ones, or when a demonstration's key would
    sign for people.
    """
    at = at or timezone.now()
    keys = all_keys()
    own = [key for key in keys if key.owner == institution.code]
    usable = own or [key for key in keys if key.owner == INSTALLATION]
    # One without its private half is published still, and signs no more.
    usable = [key for key in usable if (key.folder / KEY_FILE).exists()]
    if not usable:
        return None
    valid = [key for key in usable if key.is_valid_at(at)]
    if not valid:
        raise SigningRefused(
            _("The certificate of the signing key has expired. The administrator makes a new key.")
        )
    if valid[-1].is_demo and not settings.QIHANG_DEMO_ALLOWED:
        raise SigningRefused(
            _("The signing key is one for demonstrations. The administrator makes a real one.")
        )
    return valid[-1]


def why_unsigned(institution: Institution) -> str:
    """A sentence for the office when its documents can't be signed; empty when they are."""
    try:
        key = key_for(institution)
    except SigningRefused as refusal:
        return str(refusal)
    if key is None:
        return _("This server has no signing key: PDFs aren't signed, and there are no badges.")
    return ""
