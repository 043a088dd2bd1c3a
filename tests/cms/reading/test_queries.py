"""How many questions a page asks of the database, whatever the size of the class."""

import pytest
from django.urls import reverse

from cms.reading.domain.progress import record_progress
from tests.factories.reading import make_lesson
from tests.factories.teaching import EnrolmentFactory

pytestmark = pytest.mark.django_db

# The page in two, session, user, roles, syllabuses; progress, bookmark, notes, answers.
LESSON = 10
# Home and the book's readers instead of the syllabuses.
SECTION = 11
CLASS = 11
MINE = 13


def queries(client, address, django_assert_num_queries, number) -> None:
    assert client.get(address).status_code == 200
    with django_assert_num_queries(number):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("size", [1, 3])
def test_lesson_asks_as_much_in_a_class_of_any_size(
    school, student_in, django_assert_num_queries, size
) -> None:
    client = student_in(school.teaching_class)
    for n in range(1, size):
        EnrolmentFactory(teaching_class=school.teaching_class)
        make_lesson(school.syllabus, f"另一课{n}")
        note = reverse("reading:note_add", args=[school.lessons[0].translation_key])
        client.post(note, {"text": "笔记"})
    queries(client, school.lessons[0].url_path, django_assert_num_queries, LESSON)


@pytest.mark.parametrize("size", [1, 3])
def test_section_asks_as_much_in_a_book_of_any_length(
    school, student_in, django_assert_num_queries, size
) -> None:
    client = student_in(school.teaching_class)
    queries(client, school.sections[0].url_path, django_assert_num_queries, SECTION)


@pytest.mark.parametrize("size", [1, 3])
def test_class_page_asks_as_much_for_any_class(
    school, student_in, teacher_of, django_assert_num_queries, size
) -> None:
    for _n in range(size):
        record_progress(student_in(school.teaching_class).user, school.lessons[0], share=100)
    address = reverse("reading:class", args=[school.teaching_class.public_id])
    queries(teacher_of(school.teaching_class), address, django_assert_num_queries, CLASS)


def test_mine_asks_as_much_for_any_number_of_lessons(
    school, student_in, django_assert_num_queries
) -> None:
    client = student_in(school.teaching_class)
    queries(client, reverse("reading:mine"), django_assert_num_queries, MINE)
