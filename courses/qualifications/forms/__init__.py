"""Forms of certificates, waivers and readings."""

from courses.qualifications.forms.certificates import (
    CertificateForm,
    DecisionForm,
    OwnRuleForm,
    ReadingForm,
    RevocationForm,
    ValidityForm,
    WaiverForm,
    level_choices,
)
from courses.qualifications.forms.register import (
    ENDING,
    CertificateFilter,
    CertificateImportForm,
    CertificateRuleForm,
)
from courses.qualifications.forms.staff import StaffFilterForm

__all__ = [
    "ENDING",
    "CertificateFilter",
    "CertificateForm",
    "CertificateImportForm",
    "CertificateRuleForm",
    "DecisionForm",
    "OwnRuleForm",
    "ReadingForm",
    "RevocationForm",
    "StaffFilterForm",
    "ValidityForm",
    "WaiverForm",
    "level_choices",
]
