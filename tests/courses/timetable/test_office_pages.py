"""Screens on which the office makes the timetable."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.timetable.domain.building import build_timetable
from courses.timetable.enums import MeetingStatus, VersionState
from courses.timetable.models import (
    BellSchedule,
    CalendarDay,
    Meeting,
    Room,
    TimetableVersion,
)
from media.jobs.models import Job
from tests.courses.timetable.terms import make_class, make_slot, make_term, make_version
from tests.factories.institutions import CampusFactory, InstitutionFactory
from tests.factories.teaching import TermFactory
from tests.factories.timetable import MeetingFactory, RoomFactory

D = datetime.date


def _url(name, **kwargs):
    return reverse(f"timetable:{name}", kwargs=kwargs or None)


@pytest.fixture
def office(sign_in):
    return sign_in("office")


# --- calendar ---------------------------------------------------------------------------------


def test_calendar_page_proposes_the_published_days(office, institution):
    term = TermFactory(institution=institution)
    assert "校历还是空的" in office.get(_url("calendar")).content.decode()
    office.post(_url("calendar_propose"), {"term": str(term.public_id)})
    text = office.get(_url("calendar")).content.decode()
    assert "10月1日 周四 第5周" in text
    assert "2027-01-01" in text


def test_calendar_page_asks_for_each_make_up_workday(office, institution):
    make_term(institution, classes=0, answered=False)
    text = office.get(_url("calendar")).content.decode()
    assert "9月20日 周日 第3周 按哪天的课表上课" in text
    assert "10月10日 周六 第6周 按哪天的课表上课" in text


def test_calendar_page_takes_the_answer(office, institution):
    term = make_term(institution, classes=0, answered=False)
    day = CalendarDay.objects.get(term=term, date=D(2026, 9, 20))
    office.post(_url("make_up_answer", public_id=day.public_id), {"follows": "2026-10-05"})
    day.refresh_from_db()
    assert day.follows == D(2026, 10, 5)


@pytest.mark.parametrize("follows", ["2026-10-12", "nonsense", "2025-10-01"])
def test_calendar_page_refuses_an_answer_that_is_no_holiday(office, institution, follows):
    term = make_term(institution, classes=0, answered=False)
    day = CalendarDay.objects.get(term=term, date=D(2026, 9, 20))
    response = office.post(
        _url("make_up_answer", public_id=day.public_id), {"follows": follows}, follow=True
    )
    assert "请选择本学期尚未安排补课的节假日" in response.content.decode()
    day.refresh_from_db()
    assert day.follows is None


def test_calendar_page_adds_and_removes_a_special_day(office, institution):
    term = make_term(institution, classes=0)
    fields = {
        "term": str(term.public_id),
        "date": "2026-10-29",
        "name": "运动会",
        "kind": "special",
    }
    office.post(_url("special_add"), fields)
    day = CalendarDay.objects.get(term=term, name="运动会")
    office.post(_url("special_remove", public_id=day.public_id))
    assert not CalendarDay.objects.filter(pk=day.pk).exists()


def test_calendar_page_says_why_a_special_day_is_refused(office, institution):
    term = make_term(institution, classes=0)
    fields = {
        "term": str(term.public_id),
        "date": "2028-10-29",
        "name": "运动会",
        "kind": "special",
    }
    response = office.post(_url("special_add"), fields)
    assert response.status_code == 422
    assert "不在本学期内" in response.content.decode()


def test_calendar_of_another_institution_is_out_of_reach(office):
    other = make_term(InstitutionFactory(), classes=0, answered=False)
    day = CalendarDay.objects.get(term=other, date=D(2026, 9, 20))
    answer = office.post(_url("make_up_answer", public_id=day.public_id), {"follows": "2026-10-05"})
    propose = office.post(_url("calendar_propose"), {"term": str(other.public_id)})
    assert (answer.status_code, propose.status_code) == (404, 404)


def test_calendar_page_takes_the_same_queries_with_many_days(
    office, institution, django_assert_max_num_queries
):
    make_term(institution, classes=0, answered=False)
    with django_assert_max_num_queries(9):
        office.get(_url("calendar"))


# --- bells ------------------------------------------------------------------------------------


def test_bells_page_begins_with_the_sample(office, institution):
    term = TermFactory(institution=institution)
    office.post(_url("bells_sample"), {"term": str(term.public_id)})
    text = office.get(_url("bells")).content.decode()
    assert "示例，请按本校规定修改" in text
    assert BellSchedule.objects.count() == 2


def test_bells_page_changes_a_schedule(office, institution):
    make_term(institution, classes=0)
    schedule = BellSchedule.objects.first()
    fields = {"name": "冬季", "valid_from": "2026-10-08", "periods": "08：00－08：45\n9:00-9:45"}
    office.post(_url("bell_edit", public_id=schedule.public_id), fields)
    changed = BellSchedule.objects.get(name="冬季")
    assert changed.valid_from == D(2026, 10, 8)
    assert [(p.number, p.starts.hour) for p in changed.periods.all()] == [(1, 8), (2, 9)]
    assert BellSchedule.objects.count() == 2


@pytest.mark.parametrize(
    ("periods", "sentence"),
    [
        ("8 to 9", "不是节次时间"),
        ("09:00-08:00", "结束时间早于开始时间"),
        ("08:00-09:00\n08:30-09:30", "在上一节结束之前"),
        ("25:00-26:00", "不是节次时间"),
    ],
)
def test_bells_page_says_what_is_wrong_with_a_period(office, institution, periods, sentence):
    fields = {"name": "冬季", "valid_from": "2026-10-08", "periods": periods}
    response = office.post(_url("bell_add"), fields)
    assert sentence in response.content.decode()
    assert BellSchedule.objects.count() == 0


# --- rooms ------------------------------------------------------------------------------------


def test_rooms_page_searches_and_sorts(office, institution):
    campus = CampusFactory(institution=institution)
    for name, seats in (("东101", 60), ("东102", 120), ("西101", 90)):
        RoomFactory(campus=campus, name=name, capacity=seats)
    rows = office.get(_url("rooms"), {"q": "东", "sort": "-capacity"}).context["page"]
    assert [room.name for room in rows] == ["东102", "东101"]


def test_rooms_page_without_rooms_says_what_to_do(office):
    assert "还没有教室" in office.get(_url("rooms")).content.decode()


def test_rooms_page_adds_and_changes_a_room(office, institution):
    campus = CampusFactory(institution=institution)
    fields = {"campus": str(campus.public_id), "name": "东101", "capacity": "80"}
    office.post(_url("room_add"), fields)
    room = Room.objects.get()
    office.post(_url("room_edit", public_id=room.public_id), fields | {"capacity": "90"})
    room.refresh_from_db()
    assert (room.name, room.capacity, room.institution) == ("东101", 90, institution)


def test_room_with_meetings_to_come_stays_on_its_campus(office, institution):
    here, there = (CampusFactory(institution=institution) for _ in range(2))
    room = RoomFactory(campus=here)
    fields = {"campus": str(there.public_id), "name": room.name, "capacity": "80"}
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    meeting = MeetingFactory(
        teaching_class__term__institution=institution, room=room, date=tomorrow
    )
    page = office.post(_url("room_edit", public_id=room.public_id), fields)
    assert page.status_code == 422
    assert f"{room.name}还有 1 次课未上" in page.content.decode()
    room.refresh_from_db()
    assert room.campus == here
    Meeting.objects.filter(pk=meeting.pk).update(status=MeetingStatus.CANCELLED)
    office.post(_url("room_edit", public_id=room.public_id), fields)
    room.refresh_from_db()
    assert room.campus == there


def test_rooms_page_refuses_a_name_twice(office, institution):
    room = RoomFactory(campus=CampusFactory(institution=institution))
    fields = {"campus": str(room.campus.public_id), "name": room.name, "capacity": "80"}
    assert "已有教室" in office.post(_url("room_add"), fields).content.decode()
    assert Room.objects.count() == 1


def test_rooms_page_takes_no_campus_of_another_institution(office):
    campus = CampusFactory()
    fields = {"campus": str(campus.public_id), "name": "东101", "capacity": "80"}
    assert office.post(_url("room_add"), fields).status_code == 422
    assert Room.objects.count() == 0


@pytest.mark.parametrize("rooms", [1, 3])
def test_rooms_page_takes_the_same_queries(
    office, institution, rooms, django_assert_max_num_queries
):
    for _ in range(rooms):
        RoomFactory(campus=CampusFactory(institution=institution))
    with django_assert_max_num_queries(8):
        office.get(_url("rooms"))


# --- building ---------------------------------------------------------------------------------


def test_build_page_counts_what_is_missing(office, institution):
    term = make_term(institution, classes=1)
    make_class(term, instructor=False)
    readiness = office.get(_url("build")).context["readiness"]
    assert readiness == {"classes": 2, "without_instructor": 1, "rooms": 2, "bells": 2}


def test_build_page_starts_a_search_and_shows_the_draft(office, institution, run_jobs):
    term = make_term(institution, classes=1)
    fields = {"term": str(term.public_id), "seconds": "30", "seed": "1", "keep_free": ["1-morning"]}
    with run_jobs():
        office.post(_url("build_start"), fields)
    version = TimetableVersion.objects.get()
    assert version.slots.count() == 1
    assert version.solver_report["keep_free"] == [[1, "morning"]]
    assert "全部排上" in office.get(_url("build")).content.decode()


def test_build_page_refuses_a_time_that_is_not_offered(office, institution):
    term = make_term(institution, classes=1)
    fields = {"term": str(term.public_id), "seconds": "999999", "seed": "1"}
    assert office.post(_url("build_start"), fields).status_code == 422
    assert Job.objects.count() == 0


def test_build_job_says_why_it_was_refused(office, institution, run_jobs):
    term = make_term(institution, classes=1, rooms=0)
    fields = {"term": str(term.public_id), "seconds": "30", "seed": "1"}
    with run_jobs():
        office.post(_url("build_start"), fields)
    assert Job.objects.get().error == "没有教室，请先录入教室。"


def test_version_page_names_what_has_no_place(office, institution, run_jobs):
    term = make_term(institution, classes=1)
    lonely = make_class(term, instructor=False)
    fields = {"term": str(term.public_id), "seconds": "30", "seed": "1"}
    with run_jobs():
        office.post(_url("build_start"), fields)
    version = TimetableVersion.objects.get()
    text = office.get(_url("version", public_id=version.public_id)).content.decode()
    assert lonely.code in text
    assert "没有安排任课教师" in text


FROM_THE_START = {"valid_from": "2026-08-31"}


def test_version_page_publishes(office, institution, run_jobs):
    term = make_term(institution, classes=1)
    version = make_version(term)
    make_slot(version, term.teaching_classes.get())
    with run_jobs():
        office.post(_url("version_publish", public_id=version.public_id), FROM_THE_START)
    version.refresh_from_db()
    assert version.state == VersionState.PUBLISHED
    assert Meeting.objects.count() == 16


def test_version_page_tells_of_a_clash(office, institution, run_jobs):
    term = make_term(institution, classes=2)
    version = make_version(term)
    for teaching_class in term.teaching_classes.all():
        make_slot(version, teaching_class)
    with run_jobs():
        office.post(_url("version_publish", public_id=version.public_id), FROM_THE_START)
    assert "被占用两次" in Job.objects.get().error
    assert Meeting.objects.count() == 0


def test_version_of_another_institution_is_out_of_reach(office):
    version = make_version(make_term(InstitutionFactory(), classes=0))
    url = _url("version", public_id=version.public_id)
    publish = _url("version_publish", public_id=version.public_id)
    assert (office.get(url).status_code, office.post(publish).status_code) == (404, 404)


WRITES = ("calendar_propose", "special_add", "bells_sample", "build_start")


@pytest.mark.parametrize("role", ["department", "auditor", "instructor", "student", "province"])
@pytest.mark.parametrize("name", WRITES)
def test_writing_is_for_the_office(sign_in, role, name):
    assert sign_in(role).post(_url(name)).status_code == 403


@pytest.mark.parametrize("name", WRITES)
def test_writing_needs_a_post(office, name):
    assert office.get(_url(name)).status_code == 405


@pytest.mark.parametrize("role", ["department", "auditor"])
@pytest.mark.parametrize("name", ["calendar", "bells", "rooms", "build"])
def test_reading_is_for_department_and_auditor_too(sign_in, institution, role, name):
    make_term(institution, classes=1)
    response = sign_in(role).get(_url(name))
    assert response.status_code == 200
    assert "csrfmiddlewaretoken" not in response.content.decode().split("<main")[1]


@pytest.mark.parametrize("name", ["calendar", "bells", "rooms", "build", "board"])
def test_pages_work_before_there_is_a_term(office, name):
    assert office.get(_url(name)).status_code == 200


def test_version_shows_every_part_of_its_score_and_the_way_there(sign_in, institution):
    term = make_term(institution, classes=2)
    version = build_timetable(term, seconds=10, workers=1, by=None)

    page = sign_in("office").get(reverse("timetable:version", args=[version.public_id]))

    words = page.content.decode()
    assert all(score.name in words for score in page.context["scores"])
    assert page.context["points"] == sum(score.points for score in page.context["scores"])
    assert f'data-figure="{version.solver_report["cost"]}"' in words
