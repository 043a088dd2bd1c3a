"""All models of the assessments app, so that migrations stay one chain per app."""

from assessments.certificates.models import Certificate, CertificateBatch, SerialCounter
from assessments.compliance.models import AuditRun, Finding, Rule
from assessments.grading.models import (
    ComponentScore,
    GradeAmendment,
    GradeEntry,
    GradeSheet,
    GradingScheme,
    SchemeComponent,
)

__all__ = [
    "AuditRun",
    "Certificate",
    "CertificateBatch",
    "ComponentScore",
    "Finding",
    "GradeAmendment",
    "GradeEntry",
    "GradeSheet",
    "GradingScheme",
    "Rule",
    "SchemeComponent",
    "SerialCounter",
]
