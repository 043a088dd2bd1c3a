"""Certificates: what was issued, on which template, and that it still stands."""

from assessments.certificates.models.batch import CertificateBatch
from assessments.certificates.models.certificate import Certificate, CertificateChanged
from assessments.certificates.models.run import IssueRun, IssueRunClass
from assessments.certificates.models.serial_counter import SerialCounter
from assessments.certificates.models.template import CertificateTemplate
from assessments.certificates.models.template_version import TemplateVersion

__all__ = [
    "Certificate",
    "CertificateBatch",
    "CertificateChanged",
    "CertificateTemplate",
    "IssueRun",
    "IssueRunClass",
    "SerialCounter",
    "TemplateVersion",
]
