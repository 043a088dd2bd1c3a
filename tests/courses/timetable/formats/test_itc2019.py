"""The XML of the competition, read back as its description says."""

import datetime
from xml.etree import ElementTree

from courses.timetable.formats.itc2019 import ItcClass, ItcRoom, slots_of, write_itc2019
from courses.timetable.weeks import even_weeks, every_week

EIGHT, NINE_FORTY = datetime.time(8, 0), datetime.time(9, 40)


def _class(number, **fields):
    given = {
        "course": 7,
        "part": 1,
        "limit": 90,
        "room": 1,
        "weekday": 2,
        "starts": EIGHT,
        "ends": NINE_FORTY,
        "weeks": even_weeks(1, 4),
        "people": ("staff 1",),
    }
    return ItcClass(number, **(given | fields))


def _written():
    rooms = [
        ItcRoom(1, 120, campus=1),
        ItcRoom(2, 60, campus=2, busy=((5, EIGHT, NINE_FORTY, every_week(1, 4)),)),
        ItcRoom(3, 60, campus=2),
    ]
    classes = [_class(1), _class(2, part=2, room=2, weekday=4), _class(3, course=8, people=("x",))]
    return ElementTree.fromstring(
        write_itc2019("term", weeks=4, rooms=rooms, classes=classes, travel={(1, 2): 32})
    )


def test_problem_counts_in_slots_of_five_minutes():
    assert _written().attrib == {
        "name": "term",
        "nrDays": "7",
        "nrWeeks": "4",
        "slotsPerDay": "288",
    }


def test_class_has_its_time_as_masks_and_its_room():
    one = _written().find(".//class[@id='1']")
    assert one.attrib == {"id": "1", "limit": "90"}
    assert one.find("time").attrib == {
        "days": "0100000",
        "start": "96",
        "length": "20",
        "weeks": "0101",
        "penalty": "0",
    }
    assert one.find("room").attrib == {"id": "1", "penalty": "0"}


def test_parts_of_a_teaching_class_stand_below_its_course():
    courses = _written().findall("courses/course")
    assert [len(course.findall("config/subpart")) for course in courses] == [2, 1]


def test_room_has_travel_to_other_campuses_once_and_its_busy_times():
    rooms = _written().find("rooms")
    assert [(one.get("room"), one.get("value")) for one in rooms.iter("travel")] == [
        ("1", "7"),
        ("1", "7"),
    ]
    (busy,) = rooms.iter("unavailable")
    assert (busy.get("days"), busy.get("weeks"), busy.get("start")) == ("0000100", "1111", "96")


def test_people_that_are_shared_bind_classes():
    (distribution,) = _written().findall("distributions/distribution")
    assert distribution.attrib == {"type": "SameAttendees", "required": "true"}
    assert [one.get("id") for one in distribution] == ["1", "2"]


def test_slots_take_a_part_of_a_slot_whole():
    assert slots_of(datetime.time(8, 2), datetime.time(8, 46)) == (96, 10)
