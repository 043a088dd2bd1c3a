"""All models of the assessments app, so that migrations stay one chain per app."""

from assessments.certificates.models import (
    Certificate,
    CertificateBatch,
    CertificateTemplate,
    IssueRun,
    IssueRunClass,
    SerialCounter,
    TemplateVersion,
)
from assessments.compliance.models import AuditRun, Finding, Rule
from assessments.grading.models import (
    ComponentScore,
    GradeAmendment,
    GradeEntry,
    GradeSheet,
    GradingScheme,
    SchemeComponent,
)
from assessments.reference_data.models import LoadedReferenceData

__all__ = [
    "AuditRun",
    "Certificate",
    "CertificateBatch",
    "CertificateTemplate",
    "ComponentScore",
    "Finding",
    "GradeAmendment",
    "GradeEntry",
    "GradeSheet",
    "GradingScheme",
    "IssueRun",
    "IssueRunClass",
    "LoadedReferenceData",
    "Rule",
    "SchemeComponent",
    "SerialCounter",
    "TemplateVersion",
]
