"""Which lesson a meeting teaches, and what the homes say of it."""

import datetime
from dataclasses import dataclass

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cms.content.models import LessonReading
from cms.reading.domain.lessons_ahead import lessons_ahead, lessons_between, with_hours_before
from cms.reading.domain.progress import record_progress
from courses.curriculum.models import OutlineUnit
from courses.timetable.models import Meeting
from tests.factories.reading import make_lesson
from tests.factories.timetable import MeetingFactory


@dataclass(frozen=True)
class Plain:
    hours: int


@given(st.lists(st.integers(1, 4), max_size=8), st.integers(0, 40), st.integers(1, 4))
def test_every_hour_of_a_unit_belongs_to_one_lesson(hours, first, periods) -> None:
    lessons = [Plain(number) for number in hours]
    taught = [lesson for lesson, number in zip(lessons, hours, strict=True) for _ in range(number)]
    wanted = list({id(one): one for one in taught[first : first + periods]}.values())
    assert lessons_between(lessons, first, first + periods) == wanted


@pytest.fixture
def meet(school):
    """`meet(days)` → a meeting of the class so many days from now, of the lessons' unit."""
    unit = OutlineUnit.objects.get(outline=school.teaching_class.outline, position=99)

    def make(days: int, **fields):
        date = timezone.localdate() + datetime.timedelta(days=days)
        return MeetingFactory(teaching_class=school.teaching_class, unit=unit, date=date, **fields)

    return make


@pytest.mark.django_db
def test_meetings_teach_the_lessons_of_their_unit_in_order(school, meet) -> None:
    meet(-9, status="cancelled")
    meetings = [meet(-7), meet(2), meet(9)]
    found = lessons_ahead(
        list(with_hours_before(Meeting.objects.select_related("unit").order_by("starts_at")))
    )
    titles = [[lesson.title for lesson in found[one.pk]] for one in meetings]
    assert titles == [["第1课"], ["第2课"], []]


@pytest.mark.django_db
def test_student_home_says_what_to_read_before_the_next_meeting(school, meet, student_in) -> None:
    lesson = make_lesson(
        school.syllabus,
        "准备课",
        unit_key=school.lessons[0].unit_key,
        preparation="<p>带上学生证</p>",
        preparation_minutes=15,
        readings=[LessonReading(reading=school.sections[0], note="看图")],
    )
    for days in (-9, -7, 2):
        meet(days)
    client = student_in(school.teaching_class)
    text = client.get(reverse("portal:home")).content.decode()
    for part in (lesson.url_path, "带上学生证", "15", school.sections[0].url_path, "看图"):
        assert part in text
    assert "bi-check-circle-fill" not in text
    record_progress(client.user, lesson, share=100)
    assert "bi-check-circle-fill" in client.get(reverse("portal:home")).content.decode()


@pytest.mark.django_db
def test_instructor_home_leads_to_the_lesson_plan(school, meet, teacher_of) -> None:
    teacher = teacher_of(school.teaching_class)
    meet(3, instructor=teacher.staff)
    text = teacher.get(reverse("portal:home")).content.decode()
    assert f'{school.lessons[0].url_path}?view=plan"' in text


@pytest.mark.django_db
def test_unit_of_an_old_release_without_a_key_has_no_lesson(school, meet) -> None:
    OutlineUnit.objects.filter(outline=school.teaching_class.outline).update(key=None)
    meet(2)
    meetings = list(with_hours_before(Meeting.objects.select_related("unit")))
    assert lessons_ahead(meetings) == {}
