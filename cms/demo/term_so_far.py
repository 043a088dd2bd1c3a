"""What has happened in the term: roll calls, a finished class, its grades and certificates."""

import datetime
import random
from decimal import Decimal
from typing import Any

from assessments.certificates.domain.issuing import issue_certificates
from assessments.grading.domain.locking import lock_sheet
from assessments.grading.domain.recording import ScoreRow, record_scores
from assessments.grading.domain.schemes import create_scheme
from assessments.grading.domain.sheets import open_sheet, submit_sheet
from assessments.grading.enums import GradeStatus
from assessments.grading.models import GradeSheet
from courses.delivery.domain import record_roll_call, roll_of
from courses.delivery.enums import AttendanceStatus
from courses.institutions.models import Institution
from courses.teaching.models import TeachingClass
from courses.timetable.models import Meeting

# Roll calls up to this day: fixed, so that the same seed gives the same rows on any day.
RECORDED_UNTIL = datetime.date(2026, 10, 31)
CALLED_CLASSES = 3


def record_meetings(classes: list[TeachingClass], *, seed: int, by: Any) -> None:
    """Roll calls of the first classes; the others are still to be recorded."""
    chance = random.Random(seed)  # noqa: S311 — a demonstration, no secret
    statuses = list(AttendanceStatus.values)
    for teaching_class in classes[:CALLED_CLASSES]:
        meetings = Meeting.objects.filter(
            teaching_class=teaching_class, date__lte=RECORDED_UNTIL
        ).select_related("unit")
        for meeting in meetings:
            chosen = {
                row.public_id: chance.choices(statuses, weights=(94, 3, 2, 1))[0]
                for row in roll_of(meeting)
            }
            record_roll_call(meeting, statuses=chosen, by=by)


def create_grading(institution: Institution, *, by: Any) -> None:
    """平时 60 / 期末 40 on the percentage scale, pass mark 60."""
    create_scheme(
        institution,
        name="平时 60 / 期末 40",
        components=[("coursework", "平时", 60, False), ("final", "期末", 40, True)],
        pass_mark=60,
        decimals=0,
        citation="本校课程考核管理办法（演示数据）",
        valid_from=datetime.date(2020, 9, 1),
        by=by,
    )


def grade_class(teaching_class: TeachingClass, *, seed: int, by: Any) -> GradeSheet:
    """A full sheet with the special statuses, submitted and locked."""
    chance = random.Random(seed)  # noqa: S311 — a demonstration, no secret
    sheet = open_sheet(teaching_class, by=by)
    rows = []
    special = {3: GradeStatus.DEFERRED, 5: GradeStatus.ABSENT, 8: GradeStatus.MISCONDUCT}
    numbers = sheet.entries.order_by("enrolment__student__student_number").values_list(
        "enrolment__student__student_number", flat=True
    )
    for n, number in enumerate(numbers):
        status = special.get(n, GradeStatus.NORMAL)
        scores: dict[str, Decimal | None] = {"coursework": Decimal(chance.randint(62, 99))}
        if status == GradeStatus.NORMAL:
            scores["final"] = Decimal(chance.randint(48, 98))
        rows.append(ScoreRow(number, scores, status))
    record_scores(sheet, rows=rows, by=by)
    submit_sheet(sheet, by=by)
    return lock_sheet(sheet, by=by)


def certify(teaching_class: TeachingClass, *, by: Any) -> None:
    """Certificates of completion for whoever passed."""
    issue_certificates(teaching_class, issued_on=datetime.date(2026, 11, 20), by=by)
