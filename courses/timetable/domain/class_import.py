"""Teaching classes from a spreadsheet: new ones with their students, and how those that are there
meet."""

import logging
from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.users.models import User
from courses.curriculum.models import Outline
from courses.teaching.domain.assignments import NotQualified, assign_instructor
from courses.teaching.domain.joint_classes import ClassSize, JointClass
from courses.teaching.domain.patterns import set_meeting_pattern
from courses.teaching.domain.teaching_classes import create_teaching_classes
from courses.teaching.enums import WeeklyPattern
from courses.teaching.models import Enrolment, TeachingClass, Term
from courses.timetable.domain.booking import one_at_a_time
from courses.timetable.domain.class_plan import USUAL_PERIODS, ClassPlan, plan_classes
from courses.timetable.domain.class_rows import ClassRow
from courses.timetable.domain.class_schema import CLASSES
from media.imports.bad_rows import refuse_bad_rows
from media.imports.errors import ImportRefused
from media.imports.previews import ImportPreview, Receipt
from media.spreadsheets.preview import build_preview
from media.spreadsheets.table import Table, read_table

logger = logging.getLogger("qihang.audit")

PATTERN = (
    "weekly_pattern",
    "periods_per_meeting",
    "weeks",
    "days_apart",
    "room_kind",
    "equipment",
)


def read_class_file(content: bytes, *, filename: str) -> Table:
    """Raises SpreadsheetRefused."""
    return read_table(content, filename=filename, schema=CLASSES)


def preview_classes(term: Term, table: Table) -> ImportPreview:
    """What applying the file would do. Writes nothing; marks bad cells on the table."""
    plan = plan_classes(term, table)
    return {
        **build_preview(table),
        "difference": plan.log.difference(),
        "options": [],
        "notes": [
            _("Teaching classes that the file doesn't name stay as they are."),
            _("Students are counted from the roster when a class is made, not read from the file."),
        ],
        "marks": plan.marks,
    }


@transaction.atomic
def apply_classes(term: Term, table: Table, *, by: User | None) -> Receipt:
    """Make the classes that are new and change those that differ. The same file again changes
    nothing. Raises ImportRefused on a bad cell, and where a class can't be as the file says."""
    # Institution before term, as whoever publishes or moves meetings: assignments ask for it too.
    one_at_a_time(term.institution_id)
    Term.objects.select_for_update(no_key=True).get(pk=term.pk)
    plan = plan_classes(term, table)
    refuse_bad_rows(table)
    try:
        made = _make(term, plan, by)
        for found in plan.changed:
            assert found.stored is not None
            if found.pattern:
                _set_pattern(found.stored, found)
        _assign(term, plan, made, by)
    except (NotQualified, ValidationError) as error:
        sentences = error.messages if isinstance(error, ValidationError) else [str(error)]
        raise ImportRefused(
            _("Nothing was changed: %(reason)s") % {"reason": " ".join(sentences)}
        ) from error
    counts = plan.log.counts
    logger.info("teaching classes of term %s by %s: %s", term.pk, by and by.pk, counts)
    changed, more = plan.log.receipt_changes()
    placed = Enrolment.objects.filter(teaching_class__in=made.values()).count()
    return {
        "counts": [
            {"label": _("Teaching classes added"), "count": counts["new"]},
            {"label": _("Students placed in them"), "count": placed},
            {"label": _("Teaching classes changed"), "count": counts["changed"]},
            {"label": _("Teaching classes unchanged"), "count": counts["unchanged"]},
        ],
        "created": [f"{one.code}" for one in made.values()],
        "changed": changed,
        "changed_more": more,
        "notes": [
            _("Row %(row)d: %(sentence)s") % {"row": mark["row"], "sentence": mark["sentence"]}
            for mark in plan.marks
        ],
    }


def _make(term: Term, plan: ClassPlan, by: User | None) -> dict[str, TeachingClass]:
    """The new classes by code, with their students."""
    together: dict[tuple[int, str, int], list[ClassRow]] = defaultdict(list)
    outlines: dict[int, Outline] = {}
    for found in plan.new:
        assert found.outline is not None
        outlines[found.outline.pk] = found.outline
        pattern = found.pattern.get("weekly_pattern", WeeklyPattern.WEEKLY)
        periods = found.pattern.get("periods_per_meeting", USUAL_PERIODS)
        together[found.outline.pk, pattern, periods].append(found)
    made: dict[str, TeachingClass] = {}
    for (outline, pattern, periods), rows in together.items():
        classes = create_teaching_classes(
            term,
            outline=outlines[outline],
            proposals=[_proposal(found) for found in rows],
            weekly_pattern=pattern,
            periods_per_meeting=periods,
            by=by,
        )
        for found, teaching_class in zip(rows, classes, strict=True):
            made[found.code] = teaching_class
            if any(found.pattern.get(key) for key in ("weeks", "room_kind", "equipment")):
                _set_pattern(teaching_class, found)
    return made


def _proposal(found: ClassRow) -> JointClass:
    return JointClass(
        tuple(
            ClassSize(
                id=group.pk,
                name=group.name,
                size=0,
                campus_id=group.campus_id,
                department_id=group.department_id,
                major_id=group.major_id,
                entry_year=group.entry_year,
            )
            for group in found.groups
        ),
        code=found.code,
        taught_at=found.campus.pk if found.campus else None,
    )


def _set_pattern(teaching_class: TeachingClass, found: ClassRow) -> None:
    present = {key: getattr(teaching_class, key) for key in PATTERN}
    set_meeting_pattern(teaching_class, **(present | found.pattern))


def _assign(term: Term, plan: ClassPlan, made: dict[str, TeachingClass], by: User | None) -> None:
    """New classes from the first Monday; a running one changes hands today, not in the past."""
    stored = {found.code: found.stored for found in plan.changed if found.stored}
    start = max(term.first_monday, timezone.localdate())
    for code, staff in plan.assigned.items():
        if code in made:
            assign_instructor(made[code], staff=staff, by=by)
        else:
            assign_instructor(stored[code], staff=staff, by=by, valid_from=start)
