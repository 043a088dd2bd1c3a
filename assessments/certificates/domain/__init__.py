"""Who gets a certificate, issuing, the document, and revoking."""

from assessments.certificates.domain.document import certificate_document, make_batch_document
from assessments.certificates.domain.eligibility import Candidate, Preview, who_gets_one
from assessments.certificates.domain.errors import (
    CertificatesRefused,
    DocumentFailed,
    RevocationRefused,
)
from assessments.certificates.domain.issuing import issue_certificates, require_possible
from assessments.certificates.domain.revoking import revoke

__all__ = [
    "Candidate",
    "CertificatesRefused",
    "DocumentFailed",
    "Preview",
    "RevocationRefused",
    "certificate_document",
    "issue_certificates",
    "make_batch_document",
    "require_possible",
    "revoke",
    "who_gets_one",
]
