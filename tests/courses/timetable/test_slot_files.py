"""Weekly times from and to spreadsheets, and as a problem of the competition."""

from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from courses.timetable.domain.publication import publish
from courses.timetable.domain.slot_export import itc2019_of, slot_list
from courses.timetable.domain.slot_import import apply_slots, preview_slots, read_slot_file
from courses.timetable.domain.slot_schema import SLOTS
from courses.timetable.domain.travel import set_travel
from courses.timetable.enums import VersionState
from courses.timetable.models import Slot, TimetableVersion
from courses.timetable.weeks import even_weeks, every_week, format_weeks, odd_weeks
from media.imports.errors import ImportRefused
from media.imports.models import ImportRun
from media.spreadsheets.errors import SpreadsheetRefused
from tests.courses.timetable.terms import make_class, make_slot, make_term, make_version
from tests.factories.timetable import RoomFactory

HEADER = "教学班,上课时间,地点,教师\r\n"
WAKEUP = "课程名称,星期,开始节数,结束节数,老师,地点,周数\r\n"


@pytest.fixture
def term(institution):
    return make_term(institution, classes=2, rooms=2)


@pytest.fixture
def classes(term):
    return list(term.teaching_classes.order_by("pk"))


@pytest.fixture
def room(term):
    return term.institution.rooms.order_by("pk").first()


def _table(text):
    return read_slot_file(text.encode(), filename="课表.csv")


def _apply(term, text):
    return apply_slots(term, _table(text), source="课表.csv", by=None)


def _counts(receipt):
    return [line["count"] for line in receipt["counts"]]


def _lines(classes, room):
    first, second = classes
    return HEADER + (
        f"{first.code},星期一第1-2节{{1-16周}},{room.name},\r\n"
        f"{second.code},星期四第3-4节{{1-15周(单)}};星期三第5-6节{{2-16周(双)}},{room.name},\r\n"
    )


@pytest.mark.parametrize(
    ("header", "missing", "found"),
    [
        ("备注,地点", "教学班或课程、星期或上课时间", "备注、地点"),
        ("课程名称,教师", "教室、星期或上课时间", "课程名称、教师"),
        ("甲,乙", "教学班或课程、教室、星期或上课时间", ""),
    ],
)
def test_all_columns_that_are_missing_are_named(header, missing, found):
    with pytest.raises(SpreadsheetRefused) as refused:
        _table(f"{header}\r\n1,2\r\n")
    assert missing in str(refused.value)
    assert found in str(refused.value)


def test_file_becomes_a_draft(term, classes, room):
    receipt = _apply(term, _lines(classes, room))
    assert _counts(receipt) == [3, 0, 0, 0]
    version = TimetableVersion.objects.get(term=term)
    assert (version.state, version.number) == (VersionState.DRAFT, 1)
    found = {
        (slot.weekday, slot.first_period, slot.periods, slot.weeks) for slot in version.slots.all()
    }
    assert found == {
        (1, 1, 2, every_week(1, 16)),
        (4, 3, 2, odd_weeks(1, 15)),
        (3, 5, 2, even_weeks(2, 16)),
    }
    assert all(
        slot.instructor == slot.teaching_class.assignments.get().staff
        for slot in version.slots.all()
    )


def test_file_read_again_changes_nothing(term, classes, room):
    _apply(term, _lines(classes, room))
    before = list(Slot.objects.order_by("pk").values())
    assert _counts(_apply(term, _lines(classes, room))) == [0, 0, 3, 0]
    assert list(Slot.objects.order_by("pk").values()) == before
    assert TimetableVersion.objects.count() == 1


def test_file_that_says_what_is_published_changes_nothing(term, classes, room):
    _apply(term, _lines(classes, room))
    publish(TimetableVersion.objects.get(), by=None)
    assert _counts(_apply(term, _lines(classes, room))) == [0, 0, 3, 0]
    assert TimetableVersion.objects.get().state == VersionState.PUBLISHED


def test_file_over_a_published_version_makes_a_draft_that_keeps_the_other_classes(
    term, classes, room
):
    _apply(term, _lines(classes, room))
    publish(TimetableVersion.objects.get(), by=None)
    text = HEADER + f"{classes[0].code},星期二第1-2节{{1-16周}},{room.name},\r\n"
    assert _counts(_apply(term, text)) == [1, 0, 0, 1]
    draft = TimetableVersion.objects.get(state=VersionState.DRAFT)
    assert draft.slots.filter(teaching_class=classes[1]).count() == 2
    assert draft.slots.get(teaching_class=classes[0]).weekday == 2
    assert TimetableVersion.objects.get(state=VersionState.PUBLISHED).slots.count() == 3


def test_file_changes_weeks_and_room_of_a_time_in_place(term, classes, room):
    _apply(term, _lines(classes, room))
    slot = Slot.objects.get(teaching_class=classes[0])
    other = term.institution.rooms.exclude(pk=room.pk).get()
    text = HEADER + f"{classes[0].code},星期一第1-2节{{1-8周}},{other.name},\r\n"
    receipt = _apply(term, text)
    assert _counts(receipt) == [0, 1, 0, 0]
    assert [field["label"] for field in receipt["changed"][0]["fields"]] == ["周次", "教室"]
    slot.refresh_from_db()
    assert (format_weeks(slot.weeks), slot.room) == ("1–8周", other)


def test_periods_are_named_as_lists_name_them(term, classes, room):
    version = make_version(term)
    make_slot(version, classes[0], room=room, periods=1)
    text = HEADER + f"{classes[0].code},星期一第1-2节{{1-16周}},{room.name},\r\n"
    (changed,) = _apply(term, text)["changed"]
    assert [field["label"] for field in changed["fields"]] == ["节次"]
    columns = {column.key: str(column.label) for column in SLOTS.columns}
    assert columns["periods"] == "节次"


def test_file_names_the_classes_that_it_leaves_out(term, classes, room):
    _apply(term, HEADER + f"{classes[0].code},星期一第1-2节{{1-16周}},{room.name},\r\n")
    (entry,) = TimetableVersion.objects.get().solver_report["unplaced"]
    assert (entry["code"], entry["sentence"]) == (classes[1].code, "文件里没有它的时间。")


def test_export_is_taken_back_unchanged(term, classes, room):
    version = make_version(term)
    make_slot(version, classes[0], weekday=1, room=room)
    make_slot(version, classes[1], weekday=3, weeks=odd_weeks(1, 15) | even_weeks(10, 16))
    table = read_slot_file(slot_list(version), filename="课表.xlsx")
    assert _counts(apply_slots(term, table, source="课表.xlsx", by=None)) == [0, 0, 2, 0]


def test_wakeup_file_finds_the_class_by_course_and_instructor(term, classes, room):
    first = classes[0]
    teacher = first.assignments.get().staff.name
    course = first.course.name
    _apply(term, WAKEUP + f"{course},1,1,2,{teacher},{room.name},1-5、7-11单、12-16双\r\n")
    slot = Slot.objects.get()
    assert (slot.teaching_class, format_weeks(slot.weeks)) == (
        first,
        "1–5周,7–11周(单),12–16周(双)",
    )


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("没有的班,星期一第1-2节{1周},ROOM,", "A2 教学班: 学期 2026-2027-1 没有教学班 没有的班。"),
        ("CODE,星期九第1-2节{1周},ROOM,", "B2 上课时间: “星期九”不是星期。"),
        ("CODE,星期一第1-2节{1-99周},ROOM,", "B2 上课时间: 第 99 周超出学期，本学期共 18 周。"),
        ("CODE,星期一第11-12节{1周},ROOM,", "B2 上课时间: 作息时间表只有 10 节，没有第 12 节。"),
        ("CODE,星期一第1-6节{1周},ROOM,", "B2 上课时间: 一次课最多连上 4 节。"),
        ("CODE,星期一第1-2节{1周},没有的楼,", "C2 地点: 没有找到“没有的楼”。"),
        ("CODE,星期一第1-2节{1周},,", "C2 地点"),
        ("CODE,星期一第1-2节{1周},ROOM,李四", "D2 教师: 李四没有被安排教教学班"),
        ("CODE,星期一第1-2节{1周};星期一第2-3节{1周},ROOM,", "B2 上课时间: 该班在第 2 行已有"),
        ("CODE,星期一第1-2节{1周},ROOM;ROOM;ROOM,", "C2 地点: 1 个时间对应了 3 间教室。"),
        (",星期一第1-2节{1周},ROOM,", "请写明教学班，或者课程和教师。"),
    ],
)
def test_file_with_a_bad_cell_says_which_and_why(term, classes, room, line, sentence):
    line = line.replace("CODE", classes[0].code).replace("ROOM", room.name)
    table = _table(HEADER + line)
    preview_slots(term, table)
    (problem,) = table.problems
    assert sentence in str(problem)


def test_file_with_a_bad_cell_changes_nothing(term, classes, room):
    with pytest.raises(ImportRefused, match="A4"):
        _apply(term, _lines(classes, room) + f"没有的班,星期一第1-2节{{1周}},{room.name},\r\n")
    assert TimetableVersion.objects.count() == 0


def test_file_is_read_in_the_same_queries_for_one_class_and_three(
    term, classes, room, django_assert_max_num_queries
):
    with django_assert_max_num_queries(9):
        preview_slots(term, _table(HEADER + f"{classes[0].code},星期一第1节{{1周}},{room.name},"))
    make_class(term)
    lines = "".join(
        f"{one.code},星期{day}第1节{{1周}},{room.name},\r\n"
        for one, day in zip(term.teaching_classes.all(), "一二三", strict=True)
    )
    with django_assert_max_num_queries(9):
        table = _table(HEADER + lines)
        preview_slots(term, table)
    assert table.problems == []


def test_office_brings_in_a_file_on_screen(sign_in, term, classes, room, run_jobs):
    office = sign_in("office")
    where = reverse("timetable:slot_import")
    assert "导入课表" in office.get(where, {"term": str(term.public_id)}).content.decode()
    file = SimpleUploadedFile("课表.csv", _lines(classes, room).encode())
    with run_jobs():
        response = office.post(where, {"term": str(term.public_id), "file": file})
    run = ImportRun.objects.get()
    assert "周四 第3–4节" in office.get(response["Location"]).content.decode()
    with run_jobs():
        office.post(reverse("imports:apply", args=[run.public_id]))
    assert TimetableVersion.objects.get().slots.count() == 3
    assert office.get(response["Location"]).status_code == 200


def test_version_as_a_problem_of_the_competition_has_every_slot(term, classes, room):
    version = make_version(term)
    make_slot(version, classes[0], weekday=2, first_period=1, room=room)
    make_slot(version, classes[1], weekday=3, weeks=even_weeks(1, 16), room=room)
    problem = ElementTree.fromstring(itc2019_of(version))
    assert (problem.get("nrWeeks"), problem.get("nrDays")) == ("18", "7")
    times = [time.attrib for time in problem.iter("time")]
    assert [(time["days"], time["start"]) for time in times] == [
        ("0100000", "96"),
        ("0010000", "96"),
    ]
    assert times[1]["weeks"] == "010101010101010100"
    assert len(problem.findall("rooms/room")) == 2


def test_version_downloads_are_for_the_office(sign_in, term, classes, room):
    version = make_version(term)
    make_slot(version, classes[0], room=room)
    office, auditor = sign_in("office"), sign_in("auditor")
    for name in ("version_slots", "version_itc2019"):
        where = reverse(f"timetable:{name}", args=[version.public_id])
        assert office.get(where).status_code == 200
        assert auditor.get(where).status_code == 403


def test_problem_of_the_competition_knows_the_minutes_between_campuses(term, classes, room):
    version = make_version(term)
    make_slot(version, classes[0], room=room)
    far = RoomFactory(institution=term.institution, campus__institution=term.institution)
    pair = sorted((room.campus_id, far.campus_id))
    set_travel(term.institution, minutes={tuple(pair): 30}, by=None)
    problem = ElementTree.fromstring(itc2019_of(version))
    assert {travel.get("value") for travel in problem.iter("travel")} == {"6"}
