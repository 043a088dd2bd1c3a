"""Who gets a certificate, issuing, the document, and revoking."""

from assessments.certificates.domain.eligibility import Candidate, Preview, who_gets_one
from assessments.certificates.domain.errors import (
    CertificatesRefused,
    DocumentFailed,
    RevocationRefused,
)
from assessments.certificates.domain.issuing import issue_certificates
from assessments.certificates.domain.revoking import revoke

__all__ = [
    "Candidate",
    "CertificatesRefused",
    "DocumentFailed",
    "Preview",
    "RevocationRefused",
    "issue_certificates",
    "revoke",
    "who_gets_one",
]
