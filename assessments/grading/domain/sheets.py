"""Opening a sheet, handing it in, sending it back."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.grading.domain.errors import GradingRefused, SheetIncomplete, require
from assessments.grading.domain.lines import lines_of
from assessments.grading.domain.schemes import schemes_for
from assessments.grading.enums import SheetState
from assessments.grading.models import GradeEntry, GradeSheet, GradingScheme
from assessments.grading.rules import may_record, may_return
from courses.teaching.models import Enrolment, TeachingClass


@transaction.atomic
def open_sheet(
    teaching_class: TeachingClass, *, scheme: GradingScheme | None = None, by: Any
) -> GradeSheet:
    """The sheet of a class with a line for every open enrolment; made if there is none yet.

    `scheme`: by default the only one that holds on the first Monday of the term. An existing open
    sheet keeps its scheme and gets lines for students who joined since. `by` None: the command
    line or the demo. Raises GradingRefused.
    """
    require(by is None or may_record(by, teaching_class))
    sheet = GradeSheet.objects.filter(teaching_class=teaching_class).first()
    if sheet is None:
        sheet, _made = GradeSheet.objects.get_or_create(
            teaching_class=teaching_class,
            defaults={
                "institution_id": teaching_class.institution_id,
                "scheme": _scheme_for(teaching_class, scheme),
            },
        )
    sheet = locked_sheet(sheet)
    if sheet.state == SheetState.DRAFT:
        add_missing_lines(sheet)
    return sheet


def _scheme_for(teaching_class: TeachingClass, wanted: GradingScheme | None) -> GradingScheme:
    valid = schemes_for(teaching_class)
    if wanted is not None:
        if wanted not in valid:
            raise GradingRefused(
                _("The scheme “%(name)s” does not hold in the term %(term)s.")
                % {"name": wanted.name, "term": teaching_class.term.code}
            )
        return wanted
    if not valid:
        raise GradingRefused(
            _("No grading scheme holds in the term %(term)s. The teaching office adds one first.")
            % {"term": teaching_class.term.code}
        )
    if len(valid) > 1:
        raise GradingRefused(_("Several grading schemes hold in this term. Choose one."))
    return valid[0]


def add_missing_lines(sheet: GradeSheet) -> int:
    """A line for every open enrolment that has none; returns how many."""
    enrolments = Enrolment.objects.filter(
        teaching_class=sheet.teaching_class_id, valid_to=None, grade_entry=None
    )
    entries = [
        GradeEntry(sheet=sheet, enrolment_id=pk, institution_id=sheet.institution_id)
        for pk in enrolments.order_by("student__student_number").values_list("pk", flat=True)
    ]
    # Somebody else may have opened the sheet at the same moment.
    GradeEntry.objects.bulk_create(entries, ignore_conflicts=True)
    return len(entries)


def locked_sheet(sheet: GradeSheet) -> GradeSheet:
    """The sheet as it is now, its row held until the transaction ends."""
    return (
        GradeSheet.objects.select_for_update(of=("self",))
        .select_related("scheme", "teaching_class__term", "teaching_class__course")
        .get(pk=sheet.pk)
    )


@transaction.atomic
def submit_sheet(sheet: GradeSheet, *, by: Any) -> GradeSheet:
    """Hand in a complete sheet: every student has all scores or a status.

    Raises SheetIncomplete with the students that lack something, GradingRefused when the sheet is
    not open. `by` None: the command line or the demo.
    """
    require(by is None or may_record(by, sheet.teaching_class))
    sheet = locked_sheet(sheet)
    if sheet.state != SheetState.DRAFT:
        raise GradingRefused(_("The sheet has been submitted already."))
    add_missing_lines(sheet)
    lines = [line for line in lines_of(sheet) if line.counts]
    if not lines:
        raise GradingRefused(_("The class has no students."))
    missing = [line.student for line in lines if not line.is_complete]
    if missing:
        raise SheetIncomplete(
            ngettext(
                "%(count)s student has neither all scores nor a status: %(names)s.",
                "%(count)s students have neither all scores nor a status: %(names)s.",
                len(missing),
            )
            % {"count": len(missing), "names": _names(missing)},
            missing,
        )
    sheet.state = SheetState.SUBMITTED
    sheet.submitted_by, sheet.submitted_at = by, timezone.now()
    sheet.save(update_fields=["state", "submitted_by", "submitted_at"])
    return sheet


NAMED = 10


def _names(students: list[Any]) -> str:
    shown = "、".join(f"{s.student_number} {s.name}" for s in students[:NAMED])
    return shown + (" …" if len(students) > NAMED else "")


@transaction.atomic
def return_sheet(sheet: GradeSheet, *, note: str, by: Any) -> GradeSheet:
    """Send a submitted sheet back to the instructor with a question."""
    require(may_return(by, sheet.teaching_class))
    sheet = locked_sheet(sheet)
    if sheet.state != SheetState.SUBMITTED:
        raise GradingRefused(_("Only a submitted sheet can be sent back."))
    if not note.strip():
        raise GradingRefused(_("Say what should be looked at."))
    sheet.state, sheet.return_note = SheetState.DRAFT, note.strip()
    sheet.save(update_fields=["state", "return_note"])
    return sheet
