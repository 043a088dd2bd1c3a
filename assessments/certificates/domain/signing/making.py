"""Making a key with a certificate that it signs itself."""

import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from django.conf import settings

from assessments.certificates.domain.signing.keys import (
    CERTIFICATE_FILE,
    DEMONSTRATION,
    KEY_FILE,
    SigningKey,
)

# RS256 is the algorithm that Open Badges 3.0 (8.2.2) requires; 3072 bits hold beyond 2030
# (NIST SP 800-57 part 1, table 2).
KEY_BITS = 3072


def make_key(
    *, owner: str, name: str, days: int, now: datetime.datetime, demo: bool = False
) -> SigningKey:
    """A new key of the owner, which signs from now on; older ones stay and are published on.

    `name` is who signs, as readers of a PDF see it; `now` is aware. The files are readable for the
    server's user only.
    """
    private = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    subject = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, name[:64]),
        x509.NameAttribute(NameOID.COMMON_NAME, name[:64]),
    ]
    if demo:
        subject.append(x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, DEMONSTRATION))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(x509.Name(subject))
        .issuer_name(x509.Name(subject))
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(minutes=5))
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(), critical=True)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False
        )
        .sign(private, hashes.SHA256())
    )
    mark = certificate.fingerprint(hashes.SHA256()).hex()[:8]
    utc = now.astimezone(datetime.UTC)
    folder = Path(settings.QIHANG_SIGNING_DIR) / owner / f"{utc:%Y%m%d-%H%M%S}-{mark}"
    folder.mkdir(parents=True, mode=0o700)
    passphrase = settings.QIHANG_SIGNING_PASSPHRASE
    secret: serialization.KeySerializationEncryption = (
        serialization.BestAvailableEncryption(passphrase.encode())
        if passphrase
        else serialization.NoEncryption()
    )
    _write(
        folder / KEY_FILE,
        private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, secret
        ),
    )
    # Last: a folder without certificate is no key yet.
    _write(folder / CERTIFICATE_FILE, certificate.public_bytes(serialization.Encoding.PEM))
    return SigningKey(folder)


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _write(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)
