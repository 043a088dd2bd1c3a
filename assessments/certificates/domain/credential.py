"""A certificate as an Open Badges 3.0 credential.

The specification is 1EdTech's "Open Badges Specification 3.0" (final); clause numbers are its. The
credential is wrapped in a JSON Web Token ("external proof", 8.2).
"""

import datetime
import hashlib
import hmac
import uuid
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from joserfc import jwt
from joserfc.jwk import RSAKey

from assessments.certificates.domain.errors import SigningRefused
from assessments.certificates.domain.signing import SigningKey, key_for
from assessments.certificates.domain.wording import day_in_words, term_in_words
from assessments.certificates.enums import CertificateKind
from assessments.certificates.models import Certificate
from courses.institutions.models import Institution

# B.1.2: the first two, in this order. The third defines the names of the status method and the
# schema below: without it they are relative references, which JSON-LD processors in safe mode
# refuse together with the credential.
CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
]
# B.1.21: the specification's own schema has to be among those that are named.
SCHEMA = {
    "id": (
        "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/"
        "ob_v3p0_achievementcredential_schema.json"
    ),
    "type": "1EdTechJsonSchemaValidator2019",
}
ALGORITHM = "RS256"
# B.1.29 AchievementType.
ACHIEVEMENT_TYPES = {
    CertificateKind.COURSE_COMPLETION: "Course",
    CertificateKind.TRAINING_COMPLETION: "CertificateOfCompletion",
    CertificateKind.APPOINTMENT: "Membership",
}


def address_of(name: str, *arguments: Any) -> str:
    """A public address of ours, whole."""
    return settings.BASE_URL.rstrip("/") + reverse(f"verify:{name}", args=arguments)


def credential_id(certificate: Certificate) -> str:
    """Says nothing of the holder, and isn't the code on the paper."""
    return certificate.public_id.urn


def issuer_profile(institution: Institution) -> dict[str, Any]:
    """The institution as Profile (B.1.14), also published at its own address."""
    return {
        "id": address_of("issuer", institution.public_id),
        "type": ["Profile"],
        "name": institution.name,
        "url": settings.BASE_URL,
    }


def credential_of(certificate: Certificate) -> dict[str, Any]:
    """The OpenBadgeCredential (B.1.2), without proof.

    Who holds it is said by salted hashes only (B.1.12 IdentityObject): whoever is shown the name
    or the number can compare, and nobody can read them here.
    """
    salt = _salt(certificate)
    credential: dict[str, Any] = {
        "@context": CONTEXT,
        "id": credential_id(certificate),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": certificate.course_name,
        "issuer": issuer_profile(certificate.institution),
        "validFrom": _instant(certificate.issued_on).isoformat(),
        "credentialSubject": {
            "id": uuid.uuid5(certificate.public_id, "subject").urn,
            "type": ["AchievementSubject"],
            "identifier": [
                _identity(certificate.holder_name, kind="name", salt=salt),
                _identity(certificate.holder_number, kind="identifier", salt=salt),
            ],
            "achievement": _achievement(certificate),
        },
        "credentialSchema": [SCHEMA],
        "credentialStatus": {
            "id": address_of("revocations", certificate.institution.public_id),
            "type": "1EdTechRevocationList",
        },
    }
    if certificate.hours is not None:
        credential["credentialSubject"]["creditsEarned"] = certificate.hours
    if certificate.begins_on is not None:
        subject = credential["credentialSubject"]
        subject["activityStartDate"] = _instant(certificate.begins_on).isoformat()
        if certificate.ends_on is not None:
            subject["activityEndDate"] = _end_of(certificate.ends_on).isoformat()
    if certificate.valid_until is not None:
        credential["validUntil"] = _end_of(certificate.valid_until).isoformat()
    return credential


def signed_credential(certificate: Certificate) -> str:
    """The credential as Compact JWS (8.2.3). Raises SigningRefused, also without any key."""
    key = key_for(certificate.institution)
    if key is None:
        raise SigningRefused(
            _("This server has no signing key yet, so it makes no badges. Tell the administrator.")
        )
    credential = credential_of(certificate)
    claims = {
        # 8.2.4.1: the credential's members and the registered claims side by side.
        **credential,
        "iss": credential["issuer"]["id"],
        "jti": credential["id"],
        "sub": credential["credentialSubject"]["id"],
        "nbf": int(_instant(certificate.issued_on).timestamp()),
    }
    if certificate.valid_until is not None:
        claims["exp"] = int(_end_of(certificate.valid_until).timestamp())
    # 8.2.3 lets the key be named by `kid` or carried as `jwk`. Named: a carried one says nothing of
    # whose it is, and readers such as joserfc refuse a header as long as that.
    header = {"alg": ALGORITHM, "typ": "JWT", "kid": address_of("key", key.key_id)}
    private = RSAKey.import_key(key.private_key)
    return jwt.encode(header, claims, private, algorithms=[ALGORITHM])


def public_jwk(key: SigningKey) -> dict[str, Any]:
    """The public half (RFC 7517), the same for as long as it is published."""
    public = key.certificate.public_key()
    assert isinstance(public, RSAPublicKey)  # as its private half
    return {
        **RSAKey.import_key(public).as_dict(private=False),
        "kid": key.key_id,
        "alg": ALGORITHM,
        "use": "sig",
    }


def _achievement(certificate: Certificate) -> dict[str, Any]:
    said = ":".join([certificate.kind, certificate.course_name, certificate.term_code])
    hours = "" if certificate.hours is None else f"，{certificate.hours} 学时"
    period = term_in_words(certificate.term_code)
    if certificate.begins_on is not None:
        until = day_in_words(certificate.ends_on)
        period = f"{day_in_words(certificate.begins_on)}至{until}" if until else ""
    criteria = {
        CertificateKind.COURSE_COMPLETION: "完成全部课程学习，考核合格。",
        CertificateKind.TRAINING_COMPLETION: "完成全部培训内容，考核合格。",
        CertificateKind.APPOINTMENT: "受聘担任该职务。",
    }
    return {
        "id": uuid.uuid5(certificate.institution.public_id, said).urn,
        "type": ["Achievement"],
        "achievementType": ACHIEVEMENT_TYPES[CertificateKind(certificate.kind)],
        "name": certificate.course_name,
        "description": f"{certificate.course_name}{hours}{'，' if period else ''}{period}",
        "criteria": {"narrative": criteria[CertificateKind(certificate.kind)]},
    }


def _identity(value: str, *, kind: str, salt: str) -> dict[str, Any]:
    digest = hashlib.sha256((value + salt).encode()).hexdigest()
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${digest}",
        "identityType": kind,
        "salt": salt,
    }


def _salt(certificate: Certificate) -> str:
    """Its own for each certificate, the same each time: no two badges of a person look alike."""
    key = settings.SECRET_KEY.encode()
    message = b"open badge" + certificate.public_id.bytes + certificate.code.encode()
    return hmac.new(key, message, hashlib.sha256).hexdigest()[:32]


def _instant(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), timezone.get_default_timezone())


def _end_of(day: datetime.date) -> datetime.datetime:
    """The last second of the day: the last day counts."""
    return _instant(day + datetime.timedelta(days=1)) - datetime.timedelta(seconds=1)
