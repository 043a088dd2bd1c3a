"""Screens of what a search keeps to: rooms, how classes meet, free weeks, minutes of travel."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from courses.teaching.enums import WeeklyPattern
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.domain.rooms import read_equipment
from courses.timetable.domain.travel import minutes_between, set_travel
from courses.timetable.models import CampusTravel, FreeWeeks, Room
from courses.timetable.weeks import every_week, format_weeks
from tests.courses.timetable.terms import make_class, make_term
from tests.factories.institutions import (
    AdministrativeClassFactory,
    CampusFactory,
    InstitutionFactory,
)
from tests.factories.timetable import RoomFactory


@pytest.fixture
def office(sign_in):
    return sign_in("office")


# --- rooms ------------------------------------------------------------------------------------


def test_room_takes_a_kind_and_equipment_on_screen(institution, office):
    room = RoomFactory(campus__institution=institution, institution=institution)
    where = reverse("timetable:room_edit", args=[room.public_id])
    assert '<option value="机房">' in office.get(where).content.decode()
    posted = {
        "campus": str(room.campus.public_id),
        "name": room.name,
        "capacity": 60,
        "kind": "机房",
        "equipment": "投影，耳机、 投影",
    }
    assert office.post(where, posted).status_code == 302
    room.refresh_from_db()
    assert (room.kind, room.equipment) == ("机房", ["投影", "耳机"])
    page = office.get(reverse("timetable:rooms")).content.decode()
    assert "机房" in page
    assert "投影、耳机" in page


@given(names=st.lists(st.text("投影白板abc", min_size=1, max_size=4), unique=True, max_size=5))
def test_equipment_is_read_back_as_it_is_shown(names):
    assert read_equipment("、".join(names)) == names


# --- classes ----------------------------------------------------------------------------------


@pytest.fixture
def needs(institution):
    term = make_term(institution, classes=0, rooms=1)
    Room.objects.update(kind="机房", equipment=["投影", "耳机"])
    return make_class(term)


def _needs(teaching_class):
    return reverse("timetable:class_needs", args=[teaching_class.public_id])


def _posted(**changes):
    return {
        "weekly_pattern": "twice",
        "periods_per_meeting": "2",
        "days_apart": "2",
        "weeks": "3-10",
        "room_kind": "机房",
        "equipment": ["投影"],
        **changes,
    }


def test_office_says_how_a_class_meets(needs, office):
    page = office.get(_needs(needs)).content.decode()
    assert "机房" in page
    assert "耳机" in page
    assert office.post(_needs(needs), _posted()).status_code == 302
    needs.refresh_from_db()
    assert (needs.weekly_pattern, needs.days_apart) == (WeeklyPattern.TWICE, 2)
    assert format_weeks(needs.weeks) == "3–10周"
    assert (needs.room_kind, needs.equipment) == ("机房", ["投影"])
    page = office.get(reverse("teaching:class", args=[needs.public_id])).content.decode()
    assert "每周两次" in page
    assert 'value="3–10周"' in office.get(_needs(needs)).content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"weeks": "3-20"}, "第 20 周"),
        ({"weeks": "10-3"}, "10-3"),
        ({"room_kind": "温室"}, "温室"),
        ({"periods_per_meeting": "5"}, "5"),
        ({"equipment": ["钢琴"]}, "钢琴"),
    ],
)
def test_needs_that_make_no_sense_change_nothing(needs, office, changes, sentence):
    answer = office.post(_needs(needs), _posted(**changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    needs.refresh_from_db()
    assert (needs.weekly_pattern, needs.weeks) == (WeeklyPattern.WEEKLY, None)


def test_kind_that_no_room_has_any_more_stays_a_choice(needs, office):
    needs.room_kind, needs.equipment = "报告厅", ["钢琴"]
    needs.save()
    office.post(_needs(needs), _posted(room_kind="报告厅", equipment=["钢琴"]))
    needs.refresh_from_db()
    assert (needs.weekly_pattern, needs.room_kind) == (WeeklyPattern.TWICE, "报告厅")


# --- weeks kept free --------------------------------------------------------------------------


def test_office_keeps_weeks_free_for_an_entry_year_and_takes_them_back(institution, office):
    term = make_term(institution, classes=1)
    where, query = reverse("timetable:free_weeks"), {"term": str(term.public_id)}
    posted = {**query, "entry_year": 2023, "weeks": "9-12", "reason": "求职"}
    assert office.post(where, posted).status_code == 302
    row = FreeWeeks.objects.get(term=term)
    assert (row.entry_year, row.weeks) == (2023, every_week(9, 12))
    page = office.get(where, query).content.decode()
    assert "2023 级" in page
    assert "9–12周" in page
    office.post(reverse("timetable:free_weeks_remove", args=[row.public_id]))
    assert not FreeWeeks.objects.exists()


def test_class_alone_can_keep_weeks_free(institution, office):
    term = make_term(institution, classes=1)
    group = term.teaching_classes.get().administrative_classes.first()
    posted = {
        "term": str(term.public_id),
        "entry_year": "",
        "administrative_class": str(group.public_id),
        "weeks": "9、11",
        "reason": "实习",
    }
    office.post(reverse("timetable:free_weeks"), posted)
    row = FreeWeeks.objects.get()
    assert (row.administrative_class, row.entry_year) == (group, None)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"weeks": "17-20"}, "第 20 周"),
        ({"weeks": "全周"}, "全部周次都空闲，将无法排课。"),
        ({"entry_year": ""}, "请填写入学年份或选择行政班。"),
    ],
)
def test_free_weeks_that_make_no_sense_come_back(institution, office, changes, sentence):
    term = make_term(institution, classes=1)
    posted = {"term": str(term.public_id), "entry_year": 2023, "weeks": "9", "reason": "求职"}
    answer = office.post(reverse("timetable:free_weeks"), posted | changes)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not FreeWeeks.objects.exists()


def test_class_of_another_institution_is_no_choice(institution, office):
    term = make_term(institution, classes=1)
    stranger = AdministrativeClassFactory(major__department__institution=InstitutionFactory())
    posted = {
        "term": str(term.public_id),
        "administrative_class": str(stranger.public_id),
        "weeks": "9",
        "reason": "求职",
    }
    assert office.post(reverse("timetable:free_weeks"), posted).status_code == 422


def test_auditor_reads_free_weeks_and_changes_none(institution, sign_in):
    term = make_term(institution, classes=1)
    posted = {"term": str(term.public_id), "entry_year": 2023, "weeks": "9", "reason": "求职"}
    auditor = sign_in("auditor")
    assert auditor.get(reverse("timetable:free_weeks")).status_code == 200
    auditor.post(reverse("timetable:free_weeks"), posted)
    assert not FreeWeeks.objects.exists()


# --- travel -----------------------------------------------------------------------------------


def test_office_says_how_far_campuses_lie_apart(institution, office):
    first, second, third = (CampusFactory(institution=institution) for _ in range(3))
    where = reverse("timetable:travel")
    names = list(office.get(where).context["form"].fields)
    assert len(names) == 3
    far = f"minutes-{first.public_id}-{third.public_id}"
    assert office.post(where, {far: 45}).status_code == 302
    assert minutes_between(institution) == {(first.pk, third.pk): 45}
    assert office.post(where, {far: 0}).status_code == 302
    assert minutes_between(institution) == {}
    assert office.post(where, {far: 999}).status_code == 422
    assert second.pk


def test_single_campus_has_no_way_to_measure(institution, office):
    CampusFactory(institution=institution)
    assert "只有一个校区" in office.get(reverse("timetable:travel")).content.decode()


def test_travel_between_campuses_of_another_institution_is_refused(institution):
    one, other = CampusFactory(institution=institution), CampusFactory()
    with pytest.raises(TimetableRefused):
        set_travel(institution, minutes={(one.pk, other.pk): 30}, by=None)
    assert not CampusTravel.objects.exists()
