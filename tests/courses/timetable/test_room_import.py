"""Rooms from a spreadsheet: understood, compared, written once or not at all."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from courses.timetable.domain.room_import import apply_rooms, preview_rooms, read_room_file
from courses.timetable.models import BusyTime, Room
from courses.timetable.weeks import every_week
from media.imports.errors import ImportRefused
from media.imports.models import ImportRun
from media.spreadsheets.errors import SpreadsheetRefused
from tests.courses.timetable.terms import make_term
from tests.factories.institutions import CampusFactory, InstitutionFactory
from tests.factories.timetable import RoomFactory

HEADER = "校区,教室,座位数,类型,设备,不可用时间\r\n"


@pytest.fixture
def term(institution):
    return make_term(institution, classes=0, rooms=0)


@pytest.fixture
def campus(term):
    found = term.institution.campuses.get()
    found.name = "南校区"
    found.save()
    return found


def read(text, encoding="utf-8"):
    return read_room_file(text.encode(encoding), filename="教室.csv")


def apply(term, text, **values):
    return apply_rooms(term, read(text, **values), by=None)


def counts(receipt):
    return [line["count"] for line in receipt["counts"]]


def problems(term, text):
    table = read(text)
    preview_rooms(term, table)
    return [(problem.cell, problem.message) for problem in table.problems]


def test_new_rooms_come_with_everything_that_is_said(term, campus):
    text = HEADER + "南校区,N403,120座,机房,投影、白板,星期一第1-2节{1-8周}\r\n"
    assert counts(apply(term, text)) == [1, 0, 0]
    room = Room.objects.get()
    assert (room.campus, room.name, room.capacity, room.kind) == (campus, "N403", 120, "机房")
    assert room.equipment == ["投影", "白板"]
    busy = BusyTime.objects.get()
    assert (busy.room, busy.weekday, busy.periods, busy.weeks) == (room, 1, 2, every_week(1, 8))


def test_the_same_file_again_changes_nothing(term, campus):
    text = HEADER + "南校区,N403,120,机房,投影,星期一第1-2节{1-8周}\r\n"
    apply(term, text)
    before = list(Room.objects.values()), list(BusyTime.objects.values())
    assert counts(apply(term, text)) == [0, 0, 1]
    assert (list(Room.objects.values()), list(BusyTime.objects.values())) == before


def test_known_rooms_change_and_a_missing_column_changes_nothing(term, campus):
    room = RoomFactory(campus=campus, name="N403", capacity=60, kind="机房", equipment=["投影"])
    receipt = apply(term, "教室,座位数\r\nＮ４０３,80\r\n")
    room.refresh_from_db()
    assert (room.capacity, room.kind, room.equipment) == (80, "机房", ["投影"])
    (change,) = receipt["changed"]
    assert change["fields"] == [{"label": "座位数", "old": "60", "new": "80"}]


def test_title_rows_and_gb18030_are_read(term, campus):
    text = "教室一览表,,\r\n,,\r\n校区,教室名称,容量\r\n南校区,实验楼１０１,45\r\n"
    apply(term, text, encoding="gb18030")
    assert Room.objects.get().name == "实验楼101"


def test_times_that_the_file_takes_back_are_free_again_and_those_of_others_stay(term, campus):
    room = RoomFactory(campus=campus, name="N403", capacity=60)
    other = BusyTime.objects.create(
        institution=term.institution,
        term=term,
        room=room,
        weekday=2,
        first_period=1,
        periods=2,
        weeks=1,
        reason="考试",
        source="考务",
    )
    line = "南校区,N403,60,,,"
    apply(term, HEADER + line + "星期一第1-2节{1-8周}\r\n")
    assert BusyTime.objects.count() == 2
    apply(term, HEADER + line + "\r\n")
    assert list(BusyTime.objects.all()) == [other]


@pytest.mark.parametrize(
    ("line", "cell", "sentence"),
    [
        ("北校区,N1,60,,,", "A2", "南校区"),
        ("南校区,,60,机房,,", "B2", "不能为空"),
        ("南校区,N1,很多,,,", "C2", "座位数"),
        ("南校区,N1,0,,,", "C2", "座位数"),
        ("南校区,N1,60,,,星期八第1节{1周}", "F2", "星期八"),
    ],
)
def test_bad_cell_is_named_and_nothing_is_written(term, campus, line, cell, sentence):
    text = HEADER + line + "\r\n南校区,N2,60,,,\r\n"
    ((found, message),) = problems(term, text)
    assert found == cell
    assert sentence in message
    with pytest.raises(ImportRefused):
        apply(term, text)
    assert not Room.objects.exists()


def test_room_twice_in_a_file_is_bad(term, campus):
    text = HEADER + "南校区,N1,60,,,\r\n南校区,Ｎ1,70,,,\r\n"
    assert [cell for cell, _message in problems(term, text)] == ["B3"]


def test_campus_is_needed_where_there_are_several(term, campus):
    CampusFactory(institution=term.institution, name="北校区")
    ((cell, sentence),) = problems(term, HEADER + ",N1,60,,,\r\n")
    assert (cell, "北校区" in sentence) == ("A2", True)


def test_room_of_another_institution_is_not_touched(term, campus):
    foreign = RoomFactory(campus__institution=InstitutionFactory(), name="N1", capacity=10)
    apply(term, HEADER + "南校区,N1,60,,,\r\n")
    foreign.refresh_from_db()
    assert (foreign.capacity, Room.objects.count()) == (10, 2)


def test_file_without_seats_names_the_column(term):
    with pytest.raises(SpreadsheetRefused, match="座位数"):
        read("校区,教室\r\n南校区,N1\r\n")


@pytest.mark.parametrize("number", [1, 3])
def test_import_asks_as_much_whatever_the_number(term, campus, number, django_assert_num_queries):
    text = HEADER + "".join(f"南校区,N{n},60,机房,,\r\n" for n in range(number))
    table = read(text)
    with django_assert_num_queries(3):
        preview_rooms(term, table)


def test_office_uploads_looks_and_confirms(term, campus, sign_in, run_jobs):
    office = sign_in("office")
    where = reverse("timetable:room_import")
    assert where in office.get(reverse("timetable:rooms")).content.decode()
    assert office.get(where).status_code == 200
    file = SimpleUploadedFile("教室.csv", (HEADER + "南校区,N1,60,,,\r\n").encode())
    with run_jobs():
        response = office.post(where, {"term": str(term.public_id), "file": file})
    assert "N1" in office.get(response["Location"]).content.decode()
    assert not Room.objects.exists()
    run = ImportRun.objects.get()
    with run_jobs():
        office.post(reverse("imports:apply", args=[run.public_id]))
    assert Room.objects.get().name == "N1"
