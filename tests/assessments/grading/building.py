"""Classes to grade, and files as people fill them in."""

import io
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlsxwriter

from assessments.grading.domain.recording import ScoreRow, record_scores
from assessments.grading.domain.sheets import open_sheet
from assessments.grading.enums import GradeStatus
from courses.institutions.enums import RoleKind
from tests.factories.grading import GradingSchemeFactory
from tests.factories.institutions import (
    AdministrativeClassFactory,
    RoleFactory,
    StaffMemberFactory,
    StudentFactory,
)
from tests.factories.teaching import (
    EnrolmentFactory,
    TeachingAssignmentFactory,
    TeachingClassFactory,
    TermFactory,
)

HEADER = ["序号", "学号", "姓名", "平时成绩", "期末成绩", "总评成绩", "备注"]


@dataclass
class Taught:
    """A class with its students, its instructor and an open sheet."""

    teaching_class: Any
    sheet: Any
    students: list[Any]
    instructor: Any
    office: Any
    department: Any

    def number(self, index: int) -> str:
        return self.students[index].student_number

    def record(self, *scores: tuple[Any, Any] | GradeStatus) -> None:
        """(coursework, final) or a status for each student in turn."""
        record_scores(
            self.sheet,
            rows=[
                ScoreRow(student.student_number, {}, given)
                if isinstance(given, GradeStatus)
                else ScoreRow(
                    student.student_number,
                    {"coursework": as_score(given[0]), "final": as_score(given[1])},
                )
                for student, given in zip(self.students, scores, strict=False)
            ],
            by=None,
        )

    def enrolment(self, index: int) -> Any:
        return self.students[index].enrolments.get()

    def entry(self, index: int) -> Any:
        return self.enrolment(index).grade_entry


def as_score(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def taught_class(institution: Any, *, students: int = 3, term: Any = None, **scheme: Any) -> Taught:
    administrative = AdministrativeClassFactory(
        institution=institution,
        major__institution=institution,
        major__department__institution=institution,
    )
    teaching_class = TeachingClassFactory(
        institution=institution,
        term=term or TermFactory(institution=institution),
        administrative_classes=[administrative],
    )
    made = []
    for _ in range(students):
        student = StudentFactory(administrative_class=administrative)
        EnrolmentFactory(teaching_class=teaching_class, student=student)
        made.append(student)
    instructor = RoleFactory(kind=RoleKind.INSTRUCTOR, institution=institution).user
    TeachingAssignmentFactory(
        teaching_class=teaching_class,
        staff=StaffMemberFactory(institution=institution, user=instructor),
    )
    scheme_row = GradingSchemeFactory(institution=institution, **scheme)
    return Taught(
        teaching_class=teaching_class,
        sheet=open_sheet(teaching_class, scheme=scheme_row, by=None),
        students=made,
        instructor=instructor,
        office=RoleFactory(kind=RoleKind.TEACHING_OFFICE, institution=institution).user,
        department=administrative.department,
    )


def workbook(rows: list[list[Any]]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet("成绩登记表")
        for number, cells in enumerate(rows):
            for index, value in enumerate(cells):
                if value is not None and value != "":
                    page.write(number, index, value)
    return target.getvalue()


def filled_sheet(
    taught: Taught, lines: list[list[Any]], *, titles: list[str] | None = None
) -> bytes:
    """`lines`: [平时, 期末, 总评, 备注] for each student in turn, under title rows and a header."""
    given = [
        [index + 1, student.student_number, student.name, *line]
        for index, (student, line) in enumerate(zip(taught.students, lines, strict=False))
    ]
    heads = titles if titles is not None else ["学生成绩登记表", taught.teaching_class.code]
    return workbook([*([title] for title in heads), HEADER, *given])
