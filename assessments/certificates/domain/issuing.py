"""Issuing the certificates of a class."""

import datetime
from collections.abc import Collection
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.certificates.domain.codes import new_code
from assessments.certificates.domain.document import make_batch_document
from assessments.certificates.domain.eligibility import Candidate, Preview, who_gets_one
from assessments.certificates.domain.errors import CertificatesRefused
from assessments.certificates.domain.numbering import take_serials
from assessments.certificates.domain.printing import unprintable
from assessments.certificates.domain.templates import version_for
from assessments.certificates.enums import CertificateKind, Verdict
from assessments.certificates.models import Certificate, CertificateBatch
from assessments.grading.models import GradeSheet
from courses.teaching.models import Enrolment, TeachingClass
from media.jobs.errors import JobCancelled
from media.jobs.progress import Progress, SilentProgress


def issue_certificates(
    teaching_class: TeachingClass,
    *,
    enrolments: Collection[Enrolment] | None = None,
    issued_on: datetime.date,
    by: Any,
    progress: Progress | None = None,
) -> CertificateBatch:
    """Certificates for all of the class who passed on a locked grade sheet and never had one;
    returns the batch with its PDF. With `enrolments` only for those, also for such among them
    whose earlier certificate was revoked.

    Safe to run twice: who holds a valid one is skipped, and when nothing is new the latest batch
    of the class comes back, its PDF made if it was missing. `by` is the User who answers for it.

    Raises CertificatesRefused (nothing issued: sheet not locked, nobody due, a name that can't be
    printed) or DocumentFailed (issued, but without PDF; run it again). Cancelling counts only
    before anything is issued.
    """
    report = progress or SilentProgress()
    report(5, _("Checking who gets a certificate"))
    with transaction.atomic():
        batch = issue_recorded(teaching_class, enrolments=enrolments, issued_on=issued_on, by=by)
        report(20, _("Certificates are recorded"))
    make_batch_document(batch, progress=_Unstoppable(report))
    return batch


@transaction.atomic
def issue_recorded(
    teaching_class: TeachingClass,
    *,
    enrolments: Collection[Enrolment] | None = None,
    issued_on: datetime.date,
    by: Any,
) -> CertificateBatch:
    """The same without the PDF. Raises CertificatesRefused."""
    # Whoever unlocks the sheet or issues for the same class waits here.
    GradeSheet.objects.select_for_update().filter(teaching_class=teaching_class).first()
    preview = who_gets_one(teaching_class, enrolments=enrolments)
    require_possible(preview)
    if preview.due:
        return _record(teaching_class, preview.due, issued_on=issued_on, by=by)
    return _latest_batch(preview)


class _Unstoppable(Progress):
    """Reports on, but no longer lets itself be cancelled: what is issued is issued."""

    def __init__(self, progress: Progress) -> None:
        super().__init__(progress.job_id)
        self._progress = progress

    def __call__(self, percent: int, message: object = "") -> None:
        with suppress(JobCancelled):
            self._progress(percent, message)


def require_possible(preview: Preview) -> None:
    """Raise CertificatesRefused when issuing after this preview can't succeed."""
    if preview.obstacle and not preview.held:
        raise CertificatesRefused(str(preview.obstacle))
    texts = [preview.teaching_class.course.name, preview.teaching_class.institution.name]
    missing = unprintable(*texts)
    if missing:
        raise CertificatesRefused(
            _(
                "Nothing was issued. No font on this server can print %(characters)s in the name "
                "of the course or the institution."
            )
            % {"characters": missing}
        )
    if not preview.due and preview.withdrawn and not preview.held:
        raise CertificatesRefused(
            _("Everybody who passed had a certificate that was revoked. Choose who gets a new one.")
        )
    if not preview.due and not preview.held and not preview.having(Verdict.UNPRINTABLE):
        raise CertificatesRefused(_("Nobody in this class has passed yet; nothing was issued."))
    blocked = preview.having(Verdict.UNPRINTABLE)
    if blocked:
        raise CertificatesRefused(
            _(
                "Nothing was issued. These names hold characters that no font on this server can "
                "print: %(names)s. Ask the administrator to install a font for rare characters, "
                "or correct the names."
            )
            % {"names": _("; ").join(_described(candidate) for candidate in blocked)}
        )


def _described(candidate: Candidate) -> str:
    student = candidate.enrolment.student
    missing = unprintable(student.name, student.student_number)
    return _("%(number)s %(name)s (%(characters)s)") % {
        "number": student.student_number,
        "name": student.name,
        "characters": missing,
    }


def _record(
    teaching_class: TeachingClass, due: list[Candidate], *, issued_on: datetime.date, by: Any
) -> CertificateBatch:
    institution = teaching_class.institution
    batch = CertificateBatch.objects.create(
        teaching_class=teaching_class, institution=institution, issued_by=by
    )
    version = version_for(institution, kind=CertificateKind.COURSE_COMPLETION, day=issued_on)
    serials = take_serials(institution, year=issued_on.year, count=len(due))
    Certificate.objects.bulk_create(
        Certificate(
            institution=institution,
            batch=batch,
            kind=CertificateKind.COURSE_COMPLETION,
            serial=serial,
            code=new_code(),
            enrolment=candidate.enrolment,
            holder_name=candidate.enrolment.student.name,
            holder_number=candidate.enrolment.student.student_number,
            course_name=teaching_class.course.name,
            course_name_en=teaching_class.course.name_en,
            hours=teaching_class.outline.contact_hours,
            term_code=teaching_class.term.code,
            version=version,
            issued_on=issued_on,
            issued_by=by,
        )
        for candidate, serial in zip(due, serials, strict=True)
    )
    return batch


def _latest_batch(preview: Preview) -> CertificateBatch:
    # Of the class, not of those held: one that was issued instead of another is in no batch.
    batches = CertificateBatch.objects.filter(teaching_class=preview.teaching_class)
    latest: CertificateBatch = batches.latest("pk")
    return latest
