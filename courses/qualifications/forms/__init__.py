"""Forms of certificates, waivers and readings."""

from courses.qualifications.forms.catalogue import CatalogueFilter, ReadingFilter
from courses.qualifications.forms.certificates import (
    CertificateForm,
    DecisionForm,
    ReadingForm,
    RevocationForm,
    ValidityForm,
    WaiverForm,
    level_choices,
)
from courses.qualifications.forms.own_rule import OwnRuleForm
from courses.qualifications.forms.register import (
    ENDING,
    CertificateFilter,
    CertificateImportForm,
    CertificateRuleForm,
)
from courses.qualifications.forms.staff import StaffFilterForm
from courses.qualifications.forms.teaching_rule import TeachingRuleForm

__all__ = [
    "ENDING",
    "CatalogueFilter",
    "CertificateFilter",
    "CertificateForm",
    "CertificateImportForm",
    "CertificateRuleForm",
    "DecisionForm",
    "OwnRuleForm",
    "ReadingFilter",
    "ReadingForm",
    "RevocationForm",
    "StaffFilterForm",
    "TeachingRuleForm",
    "ValidityForm",
    "WaiverForm",
    "level_choices",
]
