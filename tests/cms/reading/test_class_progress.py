"""What a class has read, and what a student has."""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from cms.reading.domain.class_progress import course_of, lessons_read, read_by, students_of
from cms.reading.domain.progress import record_progress
from courses.institutions.enums import RoleKind
from tests.factories.institutions import InstitutionFactory
from tests.factories.teaching import EnrolmentFactory, TeachingClassFactory

pytestmark = pytest.mark.django_db


def test_class_counts_readers_per_lesson_and_lessons_per_student(school, student_in) -> None:
    first, second = (student_in(school.teaching_class) for _n in range(2))
    EnrolmentFactory(teaching_class=school.teaching_class)  # without an account
    stranger = student_in(TeachingClassFactory(term=school.teaching_class.term))
    for client in (first, second, stranger):
        record_progress(client.user, school.lessons[0], share=100)
    record_progress(first.user, school.lessons[1], share=99)
    course = course_of(school.teaching_class)
    assert [(one.readers, one.students) for one in lessons_read(school.teaching_class, course)] == [
        (2, 3),
        (0, 3),
    ]
    rows = read_by(list(students_of(school.teaching_class)), course)
    assert sorted(row.finished for row in rows) == [0, 1, 1]


def test_class_page_is_for_its_teacher_and_overseers(
    school, make_school, teacher_of, student_in, sign_in
) -> None:
    address = reverse("reading:class", args=[school.teaching_class.public_id])
    assert teacher_of(school.teaching_class).get(address).status_code == 200
    assert sign_in(RoleKind.TEACHING_OFFICE).get(address).status_code == 200
    assert student_in(school.teaching_class).get(address).status_code == 403
    other = InstitutionFactory()
    assert sign_in(RoleKind.TEACHING_OFFICE, institution=other).get(address).status_code == 404
    parallel = TeachingClassFactory(term=school.teaching_class.term)
    assert teacher_of(parallel).get(address).status_code == 404


def test_class_is_exported_as_a_spreadsheet(school, teacher_of, student_in) -> None:
    student = student_in(school.teaching_class)
    record_progress(student.user, school.lessons[0], share=100)
    address = reverse("reading:class_export", args=[school.teaching_class.public_id])
    content = teacher_of(school.teaching_class).get(address).content
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    lessons, students = (book.get_sheet_by_index(n).to_python() for n in (0, 1))
    assert [row[1:] for row in lessons[1:]] == [["第1课", 1, 1], ["第2课", 0, 1]]
    assert students[1][1] == student.student.name
    assert students[1][3:5] == [1, 2]


def test_class_whose_syllabus_is_gone_says_so(school, teacher_of) -> None:
    teacher = teacher_of(school.teaching_class)
    school.syllabus.unpublish()
    address = reverse("reading:class", args=[school.teaching_class.public_id])
    assert 'class="empty"' in teacher.get(address).content.decode()
    export = reverse("reading:class_export", args=[school.teaching_class.public_id])
    assert teacher.get(export).status_code == 404


def test_student_sees_courses_and_books_with_where_to_go_on(school, student_in) -> None:
    client = student_in(school.teaching_class)
    record_progress(client.user, school.lessons[0], share=100)
    for section in school.sections:
        record_progress(client.user, section, share=100)
    response = client.get(reverse("reading:mine"))
    reading = response.context["reading"]
    assert [(one.finished, one.total) for one in reading.courses] == [(1, 2)]
    assert reading.courses[0].go_on.title == "第2课"
    assert [(one.finished, one.total, one.go_on) for one in reading.books] == [(2, 2, None)]


def test_student_without_a_record_is_told_so(sign_in) -> None:
    response = sign_in(RoleKind.STUDENT).get(reverse("reading:mine"))
    assert 'class="empty"' in response.content.decode()
