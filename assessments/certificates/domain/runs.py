"""Issuing for many classes: one transaction and one PDF a class, all PDFs in one zip."""

import datetime
import logging
import re
import tempfile
import zipfile
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from assessments.certificates.domain.document import make_batch_document
from assessments.certificates.domain.errors import CertificatesRefused, DocumentFailed
from assessments.certificates.domain.issuing import issue_recorded
from assessments.certificates.enums import RunClassState
from assessments.certificates.models import CertificateBatch, IssueRun, IssueRunClass
from assessments.grading.enums import SheetState
from courses.curriculum.models import Course
from courses.institutions.models import Department, Institution
from courses.teaching.enums import Outcome
from courses.teaching.models import Enrolment, TeachingClass, Term
from media.jobs.errors import JobCancelled
from media.jobs.progress import Progress, SilentProgress
from media.library.domain import remove_private, store_private_stream
from media.library.models import PrivateFile

log = logging.getLogger("qihang.jobs")


def classes_due(
    institution: Institution,
    *,
    term: Term,
    course: Course | None = None,
    department: Department | None = None,
) -> QuerySet[TeachingClass]:
    """The classes of the term with locked grades and somebody who passed; with `department` those
    in which its students sit."""
    # Asked as questions: joined, each passed student would meet each of the department.
    enrolled = Enrolment.objects.filter(teaching_class=OuterRef("pk"))
    classes = TeachingClass.objects.filter(
        Exists(enrolled.filter(outcome=Outcome.PASSED)),
        institution=institution,
        term=term,
        grade_sheet__state=SheetState.LOCKED,
    )
    if course is not None:
        classes = classes.filter(course=course)
    if department is not None:
        classes = classes.filter(Exists(enrolled.filter(student__department=department)))
    return classes.order_by("code")


@transaction.atomic
def start_run(
    institution: Institution,
    *,
    term: Term,
    course: Course | None = None,
    department: Department | None = None,
    issued_on: datetime.date,
    by: Any,
) -> IssueRun:
    """Fix which classes are meant. Nothing is issued yet: `carry_out` does. Raises
    CertificatesRefused when no class has anybody to certify."""
    classes = list(classes_due(institution, term=term, course=course, department=department))
    if not classes:
        raise CertificatesRefused(
            _("No class of this choice has locked grades and somebody who passed.")
        )
    run = IssueRun.objects.create(
        institution=institution,
        term=term,
        course=course,
        department=department,
        issued_on=issued_on,
        issued_by=by,
    )
    IssueRunClass.objects.bulk_create(
        IssueRunClass(run=run, teaching_class=teaching_class) for teaching_class in classes
    )
    return run


def carry_out(run: IssueRun, *, progress: Progress | None = None) -> PrivateFile | None:
    """Issue for each class that still waits, make the PDFs that are missing, put all into one zip;
    None when there is no PDF at all.

    Each class is one transaction, which also notes that it is done: after a kill, run it again and
    it goes on with the class that it was at. Cancelling counts between classes; what is issued
    stays, and the run can be taken up again.
    """
    report = progress or SilentProgress()
    waiting = list(run.classes.filter(state=RunClassState.WAITING).values_list("pk", flat=True))
    total = run.classes.count()
    for pk in waiting:
        _stoppable(report, run, total)
        _issue(pk, run)
    missing = list(
        CertificateBatch.objects.filter(
            pk__in=run.classes.values("batch"), document=None
        ).select_related("institution", "teaching_class", "issued_by")
    )
    for number, batch in enumerate(missing):
        _stoppable(report, run, total, at=45 + 45 * number // len(missing))
        _print(batch, run)
    report(92, _("Putting the documents into one file"))
    return _archive(run)


def _stoppable(report: Progress, run: IssueRun, total: int, *, at: int | None = None) -> None:
    done = run.classes.exclude(state=RunClassState.WAITING).count()
    percent = 45 * done // total if at is None else at
    try:
        report(percent, _("%(done)d of %(total)d classes") % {"done": done, "total": total})
    except JobCancelled as cancelled:
        raise JobCancelled(
            _("Cancelled after %(done)d of %(total)d classes; what is issued stays.")
            % {"done": done, "total": total}
        ) from cancelled


@transaction.atomic
def _issue(pk: int, run: IssueRun) -> None:
    row = (
        IssueRunClass.objects.select_for_update(of=("self",))
        .select_related(
            "teaching_class__institution",
            "teaching_class__course",
            "teaching_class__term",
            "teaching_class__outline",
        )
        .get(pk=pk)
    )
    if row.state != RunClassState.WAITING:  # a second worker was quicker
        return
    try:
        with transaction.atomic():
            row.batch = issue_recorded(
                row.teaching_class, issued_on=run.issued_on, by=run.issued_by
            )
        row.state = RunClassState.ISSUED
    except CertificatesRefused as refusal:
        row.state, row.reason = RunClassState.REFUSED, str(refusal)
    row.save(update_fields=["state", "batch", "reason"])


def _print(batch: CertificateBatch, run: IssueRun) -> None:
    try:
        make_batch_document(batch)
    except DocumentFailed as failure:
        log.warning("certificates of batch %s have no document: %s", batch.public_id, failure)
        run.classes.filter(batch=batch).update(reason=str(failure))
    else:
        run.classes.filter(batch=batch).update(reason="")


def _archive(run: IssueRun) -> PrivateFile | None:
    """The zip of all documents, written to disk piece by piece; PDFs are packed already."""
    rows = run.classes.filter(batch__document__isnull=False).select_related(
        "teaching_class", "batch__document"
    )
    if not rows:
        return None
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            for row in rows:
                assert row.batch is not None  # as filtered
                assert row.batch.document is not None
                inside = zipfile.ZipInfo(
                    f"{entry_name(row)}.pdf", row.batch.created_at.timetuple()[:6]
                )
                with (
                    row.batch.document.file.open("rb") as document,
                    archive.open(inside, "w", force_zip64=True) as entry,
                ):
                    for chunk in document.chunks():
                        entry.write(chunk)
        file.seek(0)
        stored = store_private_stream(
            file,
            name=_("Certificates of %(term)s.zip") % {"term": run.term.code},
            by=run.issued_by,
            content_type="application/zip",
        )
    earlier = run.archive
    IssueRun.objects.filter(pk=run.pk).update(archive=stored)
    run.archive = stored
    if earlier is not None:
        remove_private(earlier)
    return stored


def entry_name(row: IssueRunClass) -> str:
    """The class's code as a file name that no system trips over, unique in the run."""
    code = re.sub(r"[^\w()（）.-]+", "_", row.teaching_class.code).strip("._")
    return f"{code or 'class'}-{row.pk}"


def counted(run: IssueRun) -> dict[str, int]:
    """How many classes are in which state, and how many certificates their batches hold."""
    counts = {state.value: 0 for state in RunClassState}
    for state, number in run.classes.order_by().values_list("state").annotate(Count("pk")):
        counts[state] = number
    held = run.classes.aggregate(held=Count("batch__certificates"))
    return {**counts, "certificates": held["held"]}
