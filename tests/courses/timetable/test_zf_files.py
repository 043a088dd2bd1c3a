"""Weekly times in 正方's list and cells, written and taken back through the import."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from courses.timetable.domain.publication import publish
from courses.timetable.domain.slot_import import apply_slots, preview_slots, read_slot_file
from courses.timetable.domain.zf_files import LAYOUTS, zf_file
from courses.timetable.models import Slot
from courses.timetable.weeks import even_weeks, every_week, odd_weeks
from media.imports.models import ImportRun
from media.spreadsheets.delimited import write_csv
from media.spreadsheets.errors import SpreadsheetRefused
from tests.courses.timetable.terms import make_class, make_slot, make_term, make_version
from tests.factories.teaching import EnrolmentFactory

FORMS = pytest.mark.parametrize("form", ["xlsx", "csv"])
EVERY_LAYOUT = pytest.mark.parametrize("layout", list(LAYOUTS))
CELL = "职业/({periods}节)1-16周/{room}/{teacher}/{code}/甲2601;乙2601/讲课:32/32/2.0"


@pytest.fixture
def term(institution):
    return make_term(institution, classes=2, rooms=2)


@pytest.fixture
def version(term):
    """A class with two times in two rooms, another whose weeks are in pieces; two at one place."""
    first, second = term.teaching_classes.order_by("pk")
    one, other = term.institution.rooms.order_by("pk")
    version = make_version(term)
    make_slot(version, first, weekday=1, weeks=odd_weeks(1, 15), room=one)
    make_slot(version, first, weekday=4, first_period=5, weeks=even_weeks(2, 16), room=other)
    make_slot(version, second, weekday=1, weeks=every_week(1, 4) | odd_weeks(7, 11), room=other)
    make_slot(version, second, weekday=7, first_period=3, periods=1, room=one)
    return version


def written(version, layout, form):
    return zf_file(version.slots.all(), layout=layout, form=form)


def times(version):
    return sorted(
        version.slots.values_list(
            *("teaching_class", "weekday", "first_period", "periods", "weeks"),
            *("room", "instructor"),
        )
    )


@FORMS
@EVERY_LAYOUT
def test_file_is_taken_back_unchanged(version, layout, form):
    table = read_slot_file(written(version, layout, form), filename=f"课表.{form}")
    receipt = apply_slots(version.term, table, source="课表", by=None)
    assert [line["count"] for line in receipt["counts"]] == [0, 0, 4, 0]


@FORMS
@EVERY_LAYOUT
def test_file_makes_the_same_timetable_where_there_is_none(version, layout, form):
    content, before = written(version, layout, form), times(version)
    term = version.term
    version.delete()
    table = read_slot_file(content, filename=f"课表.{form}")
    apply_slots(term, table, source="课表", by=None)
    assert times(term.timetable_versions.get()) == before


def test_list_says_it_as_zf_does(version):
    text = written(version, "list", "csv").decode("utf-8-sig")
    assert text.startswith("教学班,课程名称,教师,上课时间,地点,教学班组成\r\n")
    assert "星期一第1-2节{1-15周(单)};星期四第5-6节{2-16周(双)}" in text
    assert "星期一第1-2节{1-4周,7-11周(单)};星期日第3节{1-16周}" in text


def test_cells_say_it_as_zf_does(version):
    slot = version.slots.order_by("pk").first()
    course, teaching_class = slot.teaching_class.course, slot.teaching_class
    groups = ";".join(sorted(group.name for group in teaching_class.administrative_classes.all()))
    lines = written(version, "cells", "csv").decode("utf-8-sig").splitlines()
    assert lines[0] == "节次,星期一,星期二,星期三,星期四,星期五,星期六,星期日"
    assert lines[1].split(",")[0] == "1-2"
    assert (
        f"{course.name}/(1-2节)1-15周(单)/{slot.room.campus.name} {slot.room.name}/"
        f"{slot.instructor.name}/{teaching_class.code}/{groups}/讲课:32/32/{course.credits}"
    ) in "\n".join(lines)


def cells(term, **fields):
    slot = {
        "periods": "1-2",
        "room": term.institution.rooms.first().name,
        "teacher": term.teaching_classes.first().assignments.get().staff.name,
        "code": term.teaching_classes.first().code,
    }
    return CELL.format(**(slot | fields))


def preview(term, *, monday="", wednesday=""):
    text = f"节次,星期一,星期二,星期三,星期四,星期五\n1-2,{monday},,{wednesday},,\n"
    return preview_slots(term, read_slot_file(text.encode(), filename="x.csv"))


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ({"periods": "1-99"}, "一天里没有第 1-99 节"),
        ({"code": "没有"}, "没有教学班 没有"),
        ({"room": "没有的楼"}, "没有找到“没有的楼”"),
        ({"periods": "11-12"}, "作息时间表只有 10 节"),
    ],
)
def test_bad_cell_is_marked_under_its_weekday(term, bad, sentence):
    found = preview(term, monday=cells(term), wednesday=cells(term, **bad))
    (row,) = found["bad_rows"]
    marked = {cell["key"]: cell["problems"] for cell in row["cells"] if cell["problems"]}
    assert list(marked) == ["day-3"]
    assert sentence in marked["day-3"][0]


def old_cell(term, **fields):
    slot = {
        "course": term.teaching_classes.first().course.name,
        "time": "周一第1,2节{第1-16周}",
        "teacher": term.teaching_classes.first().assignments.get().staff.name,
        "room": term.institution.rooms.first().name,
    }
    return "\n".join((slot | fields).values())


def old_table(*rows):
    days = [f"星期{day}" for day in "一二三四五六日"]
    lines = [[period, *days] for period, *days in rows]
    return read_slot_file(write_csv(["节次", *days], lines), filename="x.csv")


def test_old_cells_of_a_school_without_class_codes_are_taken(term):
    """As printed by old systems: a row for each period, and a cell merged over two of them."""
    cell = old_cell(term)
    other = (
        old_cell(term, time="周一第3,4节{第1-8周}")
        + "\n\n"
        + old_cell(term, time="周一第3,4节{第9-15周|单周}")
    )
    table = old_table(["第1节", cell], ["第2节", cell], ["第3节", other])
    apply_slots(term, table, source="课表", by=None)
    found = term.timetable_versions.get().slots.order_by("first_period", "weeks")
    assert list(found.values_list("weekday", "first_period", "periods", "weeks")) == [
        (1, 1, 2, every_week(1, 16)),
        (1, 3, 2, every_week(1, 8)),
        (1, 3, 2, odd_weeks(9, 15)),
    ]


def test_same_words_further_down_are_another_time_where_only_the_row_says_it(term):
    """A merged cell stands in each of its rows; this one stands in the table twice."""
    cell = old_cell(term, time="{第1-16周|2节/周}")
    table = old_table(["第1节", cell], ["第2节", cell], ["第5节", cell], ["第6节", cell])
    apply_slots(term, table, source="课表", by=None)
    found = term.timetable_versions.get().slots.order_by("first_period")
    assert list(found.values_list("first_period", "periods")) == [(1, 2), (5, 2)]


def test_old_cell_under_another_weekday_is_marked(term):
    table = old_table(["1-2", "", old_cell(term)])
    (row,) = preview_slots(term, table)["bad_rows"]
    marked = {cell["key"]: cell["problems"] for cell in row["cells"] if cell["problems"]}
    assert list(marked) == ["day-2"]
    assert "周一" in marked["day-2"][0]


def test_old_cells_of_two_classes_stand_together(version):
    slot = version.slots.order_by("pk").first()
    text = written(version, "old-cells", "csv").decode("utf-8-sig")
    assert (
        f"{slot.teaching_class.course.name}\n周一第1,2节{{第1-15周|单周}}\n"
        f"{slot.instructor.name}\n{slot.room.campus.name} {slot.room.name}\n"
        f"教学班:{slot.teaching_class.code}\n\n"
    ) in text


def test_cell_that_is_no_cell_is_marked(term):
    (row,) = preview(term, monday="自习")["bad_rows"]
    assert row["cells"][1]["problems"]


def test_file_that_is_neither_says_what_a_list_lacks(term):
    with pytest.raises(SpreadsheetRefused, match="教室"):
        read_slot_file("姓名,学号\n张三,1\n".encode(), filename="x.csv")


@EVERY_LAYOUT
def test_office_downloads_it_and_brings_it_in(sign_in, version, layout, run_jobs):
    client = sign_in("office")
    address = reverse(
        "timetable:version_zf",
        kwargs={"public_id": version.public_id, "layout": layout, "form": "xlsx"},
    )
    page = client.get(reverse("timetable:version", kwargs={"public_id": version.public_id}))
    assert address in page.content.decode()
    content = client.get(address).content
    Slot.objects.filter(weekday=7).delete()
    upload = SimpleUploadedFile("课表.xlsx", content)
    with run_jobs():
        answer = client.post(
            reverse("timetable:slot_import"),
            {"term": str(version.term.public_id), "file": upload},
        )
    run = ImportRun.objects.get()
    assert run.preview["difference"]["counts"]["new"] == 1
    assert "周日 第3节" in client.get(answer["Location"]).content.decode()


def test_instructor_downloads_the_own_list(sign_in, version):
    publish(version, by=None)
    client = sign_in("instructor")
    slot = version.slots.order_by("pk").first()
    slot.instructor.user = client.user
    slot.instructor.save()
    address = reverse("timetable:own_zf", kwargs={"layout": "list", "form": "csv"})
    text = client.get(address).content.decode("utf-8-sig")
    assert slot.teaching_class.code in text
    assert len(text.splitlines()) == 2


@pytest.mark.parametrize(("layout", "form"), [("none", "csv"), ("list", "pdf")])
def test_layout_or_form_that_is_none_is_not_found(sign_in, version, layout, form):
    address = reverse(
        "timetable:version_zf",
        kwargs={"public_id": version.public_id, "layout": layout, "form": form},
    )
    assert sign_in("office").get(address).status_code == 404


@EVERY_LAYOUT
def test_file_is_written_in_the_same_queries_for_two_classes_and_five(
    version, layout, django_assert_num_queries
):
    def write():
        with django_assert_num_queries(2):
            written(version, layout, "csv")

    write()
    for weekday in (2, 3, 5):
        teaching_class = make_class(version.term)
        EnrolmentFactory(teaching_class=teaching_class)
        make_slot(version, teaching_class, weekday=weekday)
    write()
