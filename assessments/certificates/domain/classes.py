"""The classes of an institution with how far their certificates are."""

from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from assessments.certificates.enums import CertificateState
from assessments.certificates.models import Certificate
from assessments.grading.models import GradeSheet
from courses.teaching.enums import Outcome
from courses.teaching.models import TeachingClass


def with_certificate_counts(classes: QuerySet[Any]) -> QuerySet[Any]:
    """Teaching classes with `sheet_state` (None without a sheet), `passed` and `certified`."""
    sheet = GradeSheet.objects.filter(teaching_class=OuterRef("pk")).values("state")[:1]
    held = (
        Certificate.objects.filter(
            enrolment__teaching_class=OuterRef("pk"), state=CertificateState.VALID
        )
        .order_by()
        .values("enrolment__teaching_class")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return classes.select_related("course", "term").annotate(
        sheet_state=Subquery(sheet),
        passed=Count("enrolments", filter=Q(enrolments__outcome=Outcome.PASSED)),
        certified=Coalesce(Subquery(held), 0),
    )


def classes_matching(classes: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Those whose code or course name holds the text."""
    return classes.filter(Q(code__icontains=text) | Q(course__name__icontains=text))


def with_certificates(classes: QuerySet[Any]) -> QuerySet[TeachingClass]:
    """Those for which a certificate was ever issued."""
    return classes.filter(pk__in=Certificate.objects.values("enrolment__teaching_class"))
