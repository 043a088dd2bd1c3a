"""Who is told of a publication of the timetable, and what."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.changes.domain import (
    mark_publications_seen,
    publications_for_staff,
    publications_for_student,
    told_by,
)
from courses.changes.models import PublicationNotice
from courses.timetable.domain.drafts import copy_version
from courses.timetable.domain.publication import publish
from courses.timetable.domain.version_changes import changes_of
from courses.timetable.models import Meeting
from tests.courses.timetable.terms import make_class, make_slot, make_term, make_version
from tests.factories.institutions import (
    RoleFactory,
    StaffMemberFactory,
    StudentFactory,
    UserFactory,
)
from tests.factories.teaching import EnrolmentFactory, TeachingAssignmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def term(institution: Any) -> Any:
    """Two classes, each with a student."""
    made = make_term(institution, classes=2)
    for teaching_class in made.teaching_classes.all():
        teaching_class.assignments.get().staff.user = UserFactory()
        student = StudentFactory(
            administrative_class=teaching_class.administrative_classes.first(),
            user=UserFactory(),
        )
        EnrolmentFactory(teaching_class=teaching_class, student=student)
    return made


@pytest.fixture
def version(term: Any) -> Any:
    made = make_version(term)
    for weekday, one in enumerate(term.teaching_classes.order_by("pk"), start=1):
        make_slot(made, one, weekday=weekday)
    return made


def student_of(teaching_class: Any) -> Any:
    return teaching_class.enrolments.get().student


def told_student(teaching_class: Any) -> list[Any]:
    student = student_of(teaching_class)
    return publications_for_student(student.user, student)


def told_staff(staff: Any) -> list[Any]:
    return publications_for_staff(staff.user or UserFactory(), staff)


def republish(version: Any, **fields: Any) -> Any:
    """The first class gets other weekly times."""
    draft = copy_version(version, by=UserFactory())
    first = version.term.teaching_classes.order_by("pk").first()
    draft.slots.filter(teaching_class=first).update(**fields)
    return draft, publish(draft, valid_from=version.term.first_monday, by=None)


def test_first_publication_tells_everybody_their_weekly_times(version: Any) -> None:
    publish(version, by=None)
    for slot in version.slots.all():
        (student,) = told_student(slot.teaching_class)
        (staff,) = told_staff(slot.instructor)
        assert student.sentence == staff.sentence == "课表已发布。"
        assert "第1–2节 1–16周" in student.after[0]
        assert student.before == []


def test_second_publication_tells_only_those_whose_times_changed(version: Any) -> None:
    publish(version, by=None)
    PublicationNotice.objects.all().delete()
    first, second = version.slots.order_by("pk")
    _draft, publication = republish(version, weekday=4)
    (news,) = told_student(first.teaching_class)
    assert news.before[0].startswith("周一")
    assert news.after[0].startswith("周四")
    assert "上课时间有调整" in news.sentence
    assert told_student(second.teaching_class) == []
    assert told_staff(second.instructor) == []
    assert len(told_by(publication).news) == 1


def test_roll_back_tells_again(version: Any) -> None:
    publish(version, by=None)
    republish(version, weekday=4)
    PublicationNotice.objects.all().delete()
    publish(version, valid_from=version.term.first_monday, by=None)
    (news,) = told_student(version.slots.order_by("pk").first().teaching_class)
    assert news.before[0].startswith("周四")
    assert news.after[0].startswith("周一")


def test_instructor_who_loses_a_class_and_who_gets_it_are_both_told(version: Any) -> None:
    publish(version, by=None)
    PublicationNotice.objects.all().delete()
    slot = version.slots.order_by("pk").first()
    colleague = StaffMemberFactory(institution=version.institution, user=UserFactory())
    TeachingAssignmentFactory(teaching_class=slot.teaching_class, staff=colleague)
    republish(version, instructor=colleague)
    assert len(told_staff(slot.instructor)) == len(told_staff(colleague)) == 1


def test_dates_that_change_by_the_calendar_alone_are_told_as_such(version: Any) -> None:
    from courses.timetable.domain.calendar import add_special_day

    publish(version, by=None)
    PublicationNotice.objects.all().delete()
    slot = version.slots.order_by("pk").first()
    gone = Meeting.objects.filter(slot=slot).order_by("date").last()
    add_special_day(version.term, date=gone.date, name="运动会", by=None)
    publish(version, valid_from=version.term.first_monday, by=None)
    (news,) = told_student(slot.teaching_class)
    assert news.before == news.after
    assert "1 次课" in news.sentence


def test_class_that_loses_all_its_times_is_told_so(version: Any) -> None:
    publish(version, by=None)
    PublicationNotice.objects.all().delete()
    slot = version.slots.order_by("pk").first()
    draft = copy_version(version, by=UserFactory())
    draft.slots.filter(teaching_class=slot.teaching_class).delete()
    publish(draft, valid_from=version.term.first_monday, by=None)
    (news,) = told_student(slot.teaching_class)
    assert news.after == []
    assert "不再上课" in news.sentence


def test_publication_that_changes_nothing_tells_nobody(version: Any) -> None:
    publish(version, by=None)
    before = PublicationNotice.objects.count()
    publish(version, valid_from=version.term.first_monday, by=None)
    assert PublicationNotice.objects.count() == before


def test_news_goes_when_read_and_after_two_weeks(version: Any) -> None:
    publish(version, by=None)
    first, second = version.slots.order_by("pk")
    student = student_of(first.teaching_class)
    mark_publications_seen(told_student(first.teaching_class), by=student.user)
    assert told_student(first.teaching_class) == []
    assert len(told_student(second.teaching_class)) == 1
    PublicationNotice.objects.update(told_at=timezone.now() - datetime.timedelta(days=15))
    assert told_student(second.teaching_class) == []


def test_office_sees_before_how_many_are_told_and_afterwards_who(
    version: Any, sign_in: Any
) -> None:
    found = changes_of(version)
    assert (found.classes_told, found.instructors, found.students) == (2, 2, 2)
    client = sign_in("office")
    page = client.get(
        reverse("timetable:version_changes", kwargs={"public_id": version.public_id})
    ).content.decode()
    assert "2 个教学班、2 名教师、2 名学生" in page
    publication = publish(version, by=None)
    slot = version.slots.order_by("pk").first()
    mark_publications_seen(
        told_student(slot.teaching_class), by=student_of(slot.teaching_class).user
    )
    address = reverse("changes:publication", kwargs={"public_id": publication.public_id})
    shown = client.get(reverse("timetable:version", kwargs={"public_id": version.public_id}))
    assert address in shown.content.decode()
    answer = client.get(address)
    told = answer.context["told"]
    assert (len(told.news), told.instructors, told.students) == (2, 2, 2)
    assert [one.readers for one in told.news] == [1, 0]
    assert slot.instructor.name in answer.content.decode()


def test_home_shows_the_news_until_it_is_read(version: Any, client: Client) -> None:
    publish(version, by=None)
    student = student_of(version.slots.first().teaching_class)
    RoleFactory(user=student.user, kind="student", institution=version.institution)
    client.force_login(student.user, backend="cms.users.backends.AccountBackend")
    assert "课表已发布。" in client.get("/my/").content.decode()
    client.post(reverse("changes:read"))
    assert "课表已发布。" not in client.get("/my/").content.decode()


def test_telling_takes_the_same_queries_for_two_classes_and_six(version: Any) -> None:
    def queries() -> int:
        draft = copy_version(version, by=UserFactory())
        for slot in draft.slots.all():
            slot.weekday = slot.weekday % 5 + 1
            slot.first_period = 3
            slot.save()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            publish(draft, valid_from=version.term.first_monday, by=None)
        return len([one for one in asked if "publicationnotice" in one["sql"]])

    publish(version, by=None)
    few = queries()
    for weekday in (3, 4, 5):
        make_slot(version, make_class(version.term), weekday=weekday)
    publish(version, valid_from=version.term.first_monday, by=None)
    assert queries() == few
    assert few == 2
