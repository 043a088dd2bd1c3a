"""Certificates of trainings that were completed."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from assessments.certificates.domain.codes import new_code
from assessments.certificates.domain.errors import CertificatesRefused
from assessments.certificates.domain.numbering import take_serials
from assessments.certificates.domain.printing import require_printable
from assessments.certificates.domain.templates import template_on, version_for
from assessments.certificates.enums import CertificateKind
from assessments.certificates.models import Certificate
from courses.institutions.models import Institution
from courses.training.models import Completion, TrainingSession
from media.pdf import PdfError

KIND = CertificateKind.TRAINING_COMPLETION


def uncertified(institution: Institution) -> QuerySet[Any]:
    """Trainings that the institution's staff completed and hold no certificate for, with
    `was_revoked`: they had one; only a person decides that they get another."""
    certificates = Certificate.objects.filter(completion=OuterRef("pk"))
    return (
        Completion.objects.filter(institution=institution)
        .of_staff_programmes()
        .filter(~Exists(certificates.standing()), hours__gte=1)
        .annotate(was_revoked=Exists(certificates))
        .select_related("staff", "session__programme")
        .order_by("staff__staff_number", "pk")
    )


def sessions_due(institution: Institution) -> list[tuple[TrainingSession, int]]:
    """The sessions with somebody who is due, the latest first, and how many. Two queries."""
    due = uncertified(institution).filter(was_revoked=False).order_by()
    counts = dict(
        due.values_list("session").annotate(Count("pk")).values_list("session", "pk__count")
    )
    sessions = TrainingSession.objects.filter(pk__in=counts).select_related("programme")
    return [(one, counts[one.pk]) for one in sessions.order_by("-starts_on", "pk")]


def certificates_of_session(institution: Institution, session: TrainingSession) -> QuerySet[Any]:
    """Those of the institution's staff that stand, by serial number."""
    return (
        Certificate.objects.standing()
        .filter(institution=institution, completion__session=session)
        .select_related("institution", "version__seal")
    )


def of_latest_template(certificates: Iterable[Certificate]) -> list[Certificate]:
    """Those that were printed with the template used last: a document has one layout. The others
    are downloaded singly."""
    rows = list(certificates)
    latest = max(rows, key=lambda one: one.pk, default=None)
    return [one for one in rows if latest is not None and one.version_id == latest.version_id]


@transaction.atomic
def issue_training(
    completions: Sequence[Completion], *, issued_on: datetime.date, by: Any
) -> list[Certificate]:
    """A certificate for each completion of one institution that has none yet, in the order given;
    those that have one are passed over.

    It says whole hours, rounded down: never more than was credited. Raises CertificatesRefused when
    a name can't be printed; then nobody gets one.
    """
    keys = [completion.pk for completion in completions]
    # Whoever issues for the same people at this moment waits here.
    locked = Completion.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    rows = {row.pk: row for row in locked.select_related("staff", "session__programme")}
    certified = set(
        Certificate.objects.standing()
        .filter(completion__in=keys)
        .values_list("completion", flat=True)
    )
    due = [rows[key] for key in keys if key in rows and key not in certified]
    if not due:
        return []
    institution = due[0].institution
    require_printable(
        institution.name,
        *(one.staff.name + one.staff.staff_number + one.session.programme.name for one in due),
    )
    version = version_for(institution, kind=KIND, day=issued_on)
    serials = take_serials(institution, year=issued_on.year, count=len(due))
    return Certificate.objects.bulk_create(
        Certificate(
            institution=institution,
            kind=KIND,
            serial=serial,
            code=new_code(),
            staff=one.staff,
            completion=one,
            holder_name=one.staff.name,
            holder_number=one.staff.staff_number,
            course_name=one.session.programme.name,
            hours=int(one.hours),
            begins_on=one.session.starts_on,
            ends_on=one.session.ends_on,
            version=version,
            issued_on=issued_on,
            issued_by=by,
        )
        for one, serial in zip(due, serials, strict=True)
    )


def issue_by_itself(completion: Completion, *, by: Any) -> Certificate | None:
    """The certificate at once where the institution's template says so; else None, and it is due.

    A name that can't be printed, or a server without fonts, leaves it due as well: the completion
    stands nevertheless, and the office reads why when it issues by hand.
    """
    today = timezone.localdate()
    template = template_on(completion.institution, kind=KIND, day=today)
    if template is None or not template.automatic:
        return None
    if not uncertified(completion.institution).filter(pk=completion.pk, was_revoked=False):
        return None
    try:
        issued = issue_training([completion], issued_on=today, by=by)
    except (CertificatesRefused, PdfError):
        return None
    return issued[0] if issued else None
