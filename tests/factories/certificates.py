"""Certificates, and classes whose certificates are due."""

import datetime

import factory
from factory.django import DjangoModelFactory

from assessments.certificates import models
from assessments.certificates.domain.codes import new_code
from assessments.certificates.enums import CertificateKind
from assessments.grading.enums import SheetState
from courses.teaching.enums import Outcome
from courses.teaching.models import TeachingClass
from tests.factories.grading import GradeSheetFactory
from tests.factories.institutions import InstitutionFactory
from tests.factories.teaching import EnrolmentFactory, TeachingClassFactory, TermFactory

ISSUED_ON = datetime.date(2026, 12, 30)


class CertificateFactory(DjangoModelFactory):
    """A valid certificate of a passed enrolment, without batch."""

    class Meta:
        model = models.Certificate

    enrolment = factory.SubFactory(EnrolmentFactory, outcome=Outcome.PASSED)
    institution = factory.SelfAttribute("enrolment.institution")
    kind = CertificateKind.COURSE_COMPLETION
    serial = factory.Sequence(lambda n: f"4141099999-2025-{n:06d}")
    code = factory.LazyFunction(new_code)
    holder_name = factory.SelfAttribute("enrolment.student.name")
    holder_number = factory.SelfAttribute("enrolment.student.student_number")
    course_name = factory.SelfAttribute("enrolment.course.name")
    hours = 38
    term_code = factory.SelfAttribute("enrolment.term.code")
    issued_on = ISSUED_ON


def locked_class(institution, *, names=(), **kwargs) -> TeachingClass:
    """A teaching class with a locked grade sheet whose students of these names passed."""
    term = institution.terms.first() or TermFactory(institution=institution)
    teaching_class = TeachingClassFactory(term=term, **kwargs)
    GradeSheetFactory(teaching_class=teaching_class, state=SheetState.LOCKED)
    for name in names:
        passed(teaching_class, name)
    return teaching_class


def passed(teaching_class, name, **kwargs):
    """One more student of the class who passed."""
    return EnrolmentFactory(
        teaching_class=teaching_class, student__name=name, outcome=Outcome.PASSED, **kwargs
    )


class CertificateTemplateFactory(DjangoModelFactory):
    """A template for course completion that is in use."""

    class Meta:
        model = models.CertificateTemplate

    institution = factory.SubFactory(InstitutionFactory)
    kind = CertificateKind.COURSE_COMPLETION
    name = factory.Sequence(lambda n: f"模板 {n}")
    valid_from = datetime.date(2026, 9, 1)
    in_use = True
    heading = "结业证书"
    text = "{姓名}（学号 {学号}）学完《{课程}》。"
