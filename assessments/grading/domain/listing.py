"""Which classes have which sheets, and how far these are. For lists; writes nothing."""

from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from assessments.grading.enums import AmendmentState, GradeStatus, SheetState
from assessments.grading.models import GradeAmendment, GradeEntry, GradeSheet
from courses.teaching.models import Enrolment, TeachingAssignment, TeachingClass

NOT_OPENED = "none"
SORTS = {
    "code": ("code",),
    "-code": ("-code",),
    "course": ("course__name", "code"),
    "submitted": ("grade_sheet__submitted_at", "code"),
}


def classes_with_sheets(
    user: Any, *, text: str = "", state: str = "", term: str = "", sort: str = "code"
) -> QuerySet[TeachingClass]:
    """Classes of the person with `students` and `graded` (lines that are complete).

    `text` looks in class code, course and instructor; `state` is a SheetState or "none";
    `term` a term's code.
    """
    classes = TeachingClass.objects.visible_to(user)
    if text:
        taught = TeachingAssignment.objects.filter(staff__name__icontains=text)
        classes = classes.filter(
            Q(code__icontains=text)
            | Q(course__name__icontains=text)
            | Q(pk__in=taught.values("teaching_class"))
        )
    if state == NOT_OPENED:
        classes = classes.filter(grade_sheet=None)
    elif state in SheetState.values:
        classes = classes.filter(grade_sheet__state=state)
    if term:
        classes = classes.filter(term__code=term)
    return (
        classes.select_related("term", "course", "grade_sheet")
        .prefetch_related(
            Prefetch(
                "assignments",
                TeachingAssignment.objects.filter(valid_to=None).select_related("staff"),
            ),
            "administrative_classes",
        )
        .annotate(
            students=_counted(
                Enrolment.objects.filter(teaching_class=OuterRef("pk"), valid_to=None),
                "teaching_class",
            ),
            graded=_counted(
                GradeEntry.objects.filter(
                    ~Q(status=GradeStatus.NORMAL) | Q(total__isnull=False),
                    sheet__teaching_class=OuterRef("pk"),
                    enrolment__valid_to=None,
                ),
                "sheet__teaching_class",
            ),
        )
        .order_by("-term__first_monday", *SORTS.get(sort, SORTS["code"]))
    )


def _counted(rows: QuerySet[Any], by: str) -> Coalesce:
    counts = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)


def sheet_counts(user: Any) -> dict[str, int]:
    """How many sheets the person sees in each state."""
    rows = GradeSheet.objects.visible_to(user).order_by().values("state")
    found = {row["state"]: row["n"] for row in rows.annotate(n=Count("pk"))}
    return {state: found.get(state, 0) for state in SheetState.values}


def amendments_for(
    user: Any, *, text: str = "", state: str = AmendmentState.REQUESTED, oldest_first: bool = True
) -> QuerySet[GradeAmendment]:
    """Requests the person sees; `text` looks in student number, name and class code."""
    found = GradeAmendment.objects.visible_to(user)
    if text:
        found = found.filter(
            Q(entry__enrolment__student__student_number__icontains=text)
            | Q(entry__enrolment__student__name__icontains=text)
            | Q(entry__sheet__teaching_class__code__icontains=text)
        )
    if state in AmendmentState.values:
        found = found.filter(state=state)
    return found.select_related(
        "requested_by",
        "decided_by",
        "entry__enrolment__student",
        "entry__sheet__teaching_class__course",
    ).order_by(F("requested_at").asc() if oldest_first else F("requested_at").desc())


def published_grades(user: Any) -> QuerySet[GradeEntry]:
    """A student's own grades of locked sheets, newest term first; approved changes with them."""
    return (
        GradeEntry.objects.filter(
            enrolment__student__user=user.pk,
            enrolment__valid_to=None,
            sheet__state=SheetState.LOCKED,
        )
        .select_related(
            "enrolment",
            "sheet__scheme",
            "sheet__teaching_class__term",
            "sheet__teaching_class__course",
        )
        .prefetch_related(
            Prefetch(
                "amendments",
                GradeAmendment.objects.filter(state=AmendmentState.APPROVED).order_by("decided_at"),
            ),
            "scores__component",
        )
        .order_by("-sheet__teaching_class__term__first_monday", "pk")
    )
