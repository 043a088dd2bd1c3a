"""What a person holds, what counts, and who said so."""

from courses.qualifications.models.catalogue import CredentialLevel, CredentialType
from courses.qualifications.models.certificate import ExpiryReminder, StaffCertificate
from courses.qualifications.models.dossier import Dossier
from courses.qualifications.models.placed import (
    INTERMEDIATE,
    RELATED,
    LevelRecognition,
    PlacedPeriodQuerySet,
    TeachingRule,
)
from courses.qualifications.models.rule import CertificateRule
from courses.qualifications.models.waiver import QualificationWaiver

__all__ = [
    "INTERMEDIATE",
    "RELATED",
    "CertificateRule",
    "CredentialLevel",
    "CredentialType",
    "Dossier",
    "ExpiryReminder",
    "LevelRecognition",
    "PlacedPeriodQuerySet",
    "QualificationWaiver",
    "StaffCertificate",
    "TeachingRule",
]
