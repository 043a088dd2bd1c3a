"""One university, one term, end to end: what the office, an instructor, a student, an auditor and
a stranger do in the browser, from an empty database to a signed audit, on a phone and at a desk.

The steps build on one another, so they are one walk; each stands in `steps/` and can be read alone.
"""

import pytest

from tests.e2e.conftest import DESK, PHONE
from tests.e2e.people import enter
from tests.e2e.person import Person
from tests.e2e.steps import (
    audit,
    certificates,
    grades,
    instructors,
    roll_call,
    roster,
    syllabus,
    term,
    timetable,
)

pytestmark = [pytest.mark.e2e]

WALK = (
    roster.bring_in_students,
    syllabus.draft_syllabus,
    syllabus.release_syllabus,
    term.open_term,
    term.answer_calendar,
    term.add_bells_and_rooms,
    term.form_classes,
    instructors.refuse_unqualified,
    instructors.file_certificate,
    instructors.verify_certificate,
    instructors.assign_qualified,
    instructors.assign_by_waiver,
    timetable.publish_timetable,
    timetable.see_grids,
    timetable.subscribe,
    roll_call.call_roll,
    roll_call.see_own_hours,
    grades.add_scheme,
    grades.fill_in_excel,
    grades.submit_sheet,
    grades.lock_sheet,
    grades.amend_grade,
    certificates.issue_certificates,
    certificates.verify_certificate,
    certificates.revoke_certificate,
    audit.run_audit,
    audit.read_finding,
    audit.file_report,
)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_term_is_run_from_roster_to_audit(page_for, axe, width):
    shapes: set[str] = set()
    cast = enter(lambda user: Person(page_for(user, width), axe, shapes))
    for step in WALK:
        step(cast)
