"""Clashes inside a draft that a file would make are marked at their rows before it is written."""

import pytest
from django.urls import reverse

from courses.timetable.domain.publication import publish
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.domain.slot_import import apply_slots, preview_slots, read_slot_file
from courses.timetable.models import BusyTime, TimetableVersion
from media.imports.rendering import preview_text
from tests.courses.timetable.terms import make_class, make_slot, make_term, make_version

HEADER = "教学班,上课时间,地点,教师\r\n"


@pytest.fixture
def term(institution):
    return make_term(institution, classes=2, rooms=2)


@pytest.fixture
def classes(term):
    return list(term.teaching_classes.order_by("pk"))


@pytest.fixture
def rooms(term):
    return list(term.institution.rooms.order_by("pk"))


def table(*lines):
    return read_slot_file((HEADER + "".join(lines)).encode(), filename="课表.csv")


def line(teaching_class, time, room):
    return f"{teaching_class.code},{time},{room.name},\r\n"


def marks(term, *lines):
    return [(mark["row"], mark["sentence"]) for mark in preview_slots(term, table(*lines))["marks"]]


def test_room_that_two_rows_want_is_marked_at_both(term, classes, rooms):
    found = marks(
        term,
        line(classes[0], "星期一第1-2节{1-16周}", rooms[0]),
        line(classes[1], "星期一第2-3节{5-18周}", rooms[0]),
    )
    name = rooms[0].name
    assert found == [
        (2, f"5–16周与第 3 行（{classes[1].code} 周一 第2–3节）同时占用{name}。"),
        (3, f"5–16周与第 2 行（{classes[0].code} 周一 第1–2节）同时占用{name}。"),
    ]


def test_instructor_and_administrative_class_are_named(term, classes, rooms):
    shared = classes[0].administrative_classes.order_by("name").first()
    classes[1].administrative_classes.add(shared)
    teacher = classes[0].assignments.get().staff
    classes[1].assignments.update(staff=teacher)
    found = marks(
        term,
        line(classes[0], "星期一第1-2节{1-16周}", rooms[0]),
        line(classes[1], "星期一第1-2节{1-16周}", rooms[1]),
    )
    for _row, sentence in found:
        assert teacher.name in sentence
        assert shared.name in sentence
        assert rooms[0].name not in sentence


def test_rows_in_other_weeks_periods_days_and_rooms_do_not_clash(term, classes, rooms):
    assert not marks(
        term,
        line(classes[0], "星期一第1-2节{1-15周(单)};星期三第1-2节{1-16周}", rooms[0]),
        line(classes[1], "星期一第1-2节{2-16周(双)};星期三第3-4节{1-16周}", rooms[0]),
    )


def test_row_against_a_class_that_the_file_leaves_alone(term, classes, rooms):
    make_slot(make_version(term), classes[1], weekday=2, room=rooms[0])
    ((row, sentence),) = marks(term, line(classes[0], "星期二第1-2节{1-16周}", rooms[0]))
    assert row == 2
    assert f"{rooms[0].name}此时有 {classes[1].code} 周二 第1–2节" in sentence


def test_clash_that_the_file_mends_is_not_marked(term, classes, rooms):
    version = make_version(term)
    for teaching_class in classes:
        make_slot(version, teaching_class, room=rooms[0])
    assert not marks(term, line(classes[0], "星期五第1-2节{1-16周}", rooms[0]))


def test_clash_that_the_file_has_nothing_to_do_with_is_not_marked(term, classes, rooms):
    third = make_class(term)
    version = make_version(term)
    for teaching_class in (classes[1], third):
        make_slot(version, teaching_class, room=rooms[0])
    assert not marks(term, line(classes[0], "星期五第1-2节{1-16周}", rooms[0]))


def test_row_against_a_time_taken_by_another_course(term, classes, rooms):
    group = classes[0].administrative_classes.first()
    BusyTime.objects.create(
        institution=term.institution,
        term=term,
        administrative_class=group,
        weekday=1,
        first_period=2,
        periods=2,
        weeks=0b1110,
        reason="高等数学",
        source="公共课",
    )
    ((row, sentence),) = marks(term, line(classes[0], "星期一第1-2节{1-16周}", rooms[0]))
    assert (row, sentence) == (2, f"2–4周{group.name}此时有 高等数学。")


def test_draft_with_clashes_is_made_and_cannot_be_published(term, classes, rooms):
    file = table(
        line(classes[0], "星期一第1-2节{1-16周}", rooms[0]),
        line(classes[1], "星期一第1-2节{1-16周}", rooms[0]),
    )
    found = preview_slots(term, file)
    assert "有 1 处冲突" in found["notes"][-1]
    assert "第 2 行" in preview_text(found)
    apply_slots(term, file, source="课表.csv", by=None)
    version = TimetableVersion.objects.get(term=term)
    assert version.slots.count() == 2
    with pytest.raises(TimetableRefused, match=rooms[0].name):
        publish(version, by=None)


def test_marks_stand_in_the_preview_on_screen(sign_in, term, classes, rooms, run_jobs):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = sign_in("office")
    text = HEADER + "".join(line(one, "星期一第1-2节{1-16周}", rooms[0]) for one in classes)
    with run_jobs():
        answer = client.post(
            reverse("timetable:slot_import"),
            {
                "term": str(term.public_id),
                "file": SimpleUploadedFile("课表.csv", text.encode()),
            },
        )
    page = client.get(answer["Location"]).content.decode()
    assert "需要留意的行" in page
    assert "第 2 行: 1–16周与第 3 行" in page or "第 2 行：1–16周与第 3 行" in page


def test_marks_are_found_in_the_same_queries_for_two_classes_and_five(
    term, classes, rooms, django_assert_num_queries
):
    def look(count):
        lines = [
            line(one, "星期一第1-2节{1-16周}", rooms[0]) for one in term.teaching_classes.all()
        ]
        assert len(lines) == count
        file = table(*lines)
        with django_assert_num_queries(9):
            assert len(preview_slots(term, file)["marks"]) == count * (count - 1)

    make_version(term)
    look(2)
    for _ in range(3):
        make_class(term)
    look(5)
