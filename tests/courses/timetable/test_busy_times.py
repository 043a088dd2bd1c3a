"""Times taken by other courses: read from a file, kept from the search."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from courses.timetable.domain.building import build_timetable
from courses.timetable.domain.busy_import import (
    apply_busy_times,
    preview_busy_times,
    read_busy_file,
)
from courses.timetable.models import BusyTime
from courses.timetable.weeks import every_week
from media.imports.errors import ImportRefused
from media.imports.models import ImportRun
from tests.courses.timetable.terms import make_term
from tests.factories.institutions import StaffMemberFactory

HEADER = "课程名称,行政班,教师,教室,上课时间\r\n"
PAGE = reverse("timetable:busy_times")


@pytest.fixture
def term(institution):
    return make_term(institution, classes=1)


@pytest.fixture
def group(term):
    return term.teaching_classes.get().administrative_classes.first()


def _table(text):
    return read_busy_file(text.encode(), filename="其他课程.csv")


def _apply(term, text, source="公共课"):
    return apply_busy_times(term, _table(text), source=source, by=None)


def _counts(receipt):
    return [line["count"] for line in receipt["counts"]]


def _problems(term, text):
    table = _table(text)
    preview_busy_times(term, table, source="公共课")
    return [str(problem) for problem in table.problems]


def test_file_of_other_courses_becomes_times_of_classes_people_and_rooms(term, group):
    staff = StaffMemberFactory(institution=term.institution, name="张三")
    room = term.institution.rooms.first()
    times = "星期一第1-2节{1-16周};星期三第3-4节{1-15周(单)}"
    text = f"高等数学,{group.name},张三,{room.name},{times}"
    assert _counts(_apply(term, HEADER + text)) == [6, 0, 0, 0]
    subjects = [busy.subject for busy in BusyTime.objects.order_by("pk")]
    assert set(subjects) == {group, staff, room}
    assert BusyTime.objects.filter(weeks=every_week(1, 16), weekday=1, periods=2).count() == 3


def test_file_read_again_changes_nothing(term, group):
    text = HEADER + f"高等数学,{group.name},,,星期一第1-2节{{1-16周}}"
    _apply(term, text)
    before = list(BusyTime.objects.values())
    assert _counts(_apply(term, text)) == [0, 0, 1, 0]
    assert list(BusyTime.objects.values()) == before


def test_file_replaces_the_times_of_its_source_only(term, group):
    _apply(term, HEADER + f"体育,{group.name},,,星期五第1-2节{{1-16周}}", source="体育部")
    _apply(term, HEADER + f"高等数学,{group.name},,,星期一第1-2节{{1-16周}}")
    receipt = _apply(term, HEADER + f"线性代数,{group.name},,,星期二第1-2节{{1-16周}}")
    assert _counts(receipt) == [1, 0, 0, 1]
    assert set(BusyTime.objects.values_list("reason", flat=True)) == {"体育", "线性代数"}


def test_file_with_another_reason_changes_it(term, group):
    line = f",{group.name},,,星期一第1-2节{{1-16周}}"
    _apply(term, HEADER + "高等数学" + line)
    receipt = _apply(term, HEADER + "高等数学A" + line)
    assert _counts(receipt) == [0, 1, 0, 0]
    assert receipt["changed"][0]["fields"][0]["new"] == "高等数学A"


def test_file_takes_columns_for_weekday_periods_and_weeks(term, group):
    text = f"课程,班级,星期,节次,周次\r\n高等数学,{group.name},星期二,3-4,1-15单\r\n"
    _apply(term, text)
    busy = BusyTime.objects.get()
    assert (busy.weekday, busy.first_period, busy.periods) == (2, 3, 2)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("高等数学,没有的班,,,星期一第1-2节{1-16周}", "B2 行政班: 没有找到“没有的班”。"),
        ("高等数学,,,,星期一第1-2节{1-16周}", "B2 行政班: 请写明被占用的班级、教师或教室。"),
        ("高等数学,GROUP,,,星期一第1-2节{1-99周}", "E2 上课时间: 第 99 周超出学期"),
        ("高等数学,GROUP,,,星期一第2-1节{1周}", "E2 上课时间: 节次 2-1 前后颠倒。"),
        ("高等数学,GROUP,,,", "缺少时间"),
    ],
)
def test_file_with_a_bad_cell_says_which_and_why(term, group, line, sentence):
    (problem,) = _problems(term, HEADER + line.replace("GROUP", group.name))
    assert sentence in problem


def test_file_with_a_bad_cell_changes_nothing(term, group):
    text = (
        HEADER
        + f"高等数学,{group.name},,,星期一第1-2节{{1周}}\r\n体育,没有的班,,,星期一第1节{{1周}}"
    )
    with pytest.raises(ImportRefused, match="B3"):
        _apply(term, text)
    assert BusyTime.objects.count() == 0


def test_search_places_nothing_where_the_class_is_taken(term, group):
    for weekday in range(1, 6):
        if weekday != 3:
            BusyTime.objects.create(
                institution=term.institution,
                term=term,
                administrative_class=group,
                weekday=weekday,
                first_period=1,
                periods=20,
                weeks=every_week(1, 18),
                reason="实习",
                source="手工",
            )
    slot = build_timetable(term, seconds=10, workers=1, by=None).slots.get()
    assert slot.weekday == 3


@pytest.mark.parametrize("subject", ["staff", "room"])
def test_search_says_that_people_or_rooms_are_taken_always(term, subject):
    """An instructor or all rooms taken all week: nothing is placed, nothing is wrong."""
    staff = term.teaching_classes.get().assignments.get().staff
    rows = [staff] if subject == "staff" else list(term.institution.rooms.all())
    for row in rows:
        for weekday in range(1, 8):
            BusyTime.objects.create(
                institution=term.institution,
                term=term,
                **{subject: row},
                weekday=weekday,
                first_period=1,
                periods=20,
                weeks=every_week(1, 18),
                reason="出差",
                source="手工",
            )
    version = build_timetable(term, seconds=10, workers=1, by=None)
    assert version.slots.count() == 0
    assert len(version.solver_report["unplaced"]) == 1


def test_page_takes_a_file_to_preview_and_applies_it(sign_in, term, group, run_jobs):
    office = sign_in("office")
    content = (HEADER + f"高等数学,{group.name},,,星期一第1-2节{{1-16周}}").encode()
    with run_jobs():
        response = office.post(
            reverse("timetable:busy_import"),
            {
                "term": str(term.public_id),
                "source": "公共课",
                "file": SimpleUploadedFile("其他课程.csv", content),
            },
        )
    run = ImportRun.objects.get()
    assert response["Location"] == reverse("imports:detail", args=[run.public_id])
    assert "高等数学" in office.get(response["Location"]).content.decode()
    with run_jobs():
        office.post(reverse("imports:apply", args=[run.public_id]))
    assert BusyTime.objects.get().source == "公共课"
    page = office.get(PAGE, {"term": str(term.public_id)}).content.decode()
    assert "周一 第1–2节 1–16周" in page


def test_page_lists_one_and_three_times_in_the_same_queries(
    sign_in, term, group, django_assert_max_num_queries
):
    office = sign_in("office")
    _apply(term, HEADER + f"甲,{group.name},,,星期一第1节{{1周}}")
    with django_assert_max_num_queries(8):
        office.get(PAGE)
    _apply(
        term, HEADER + f"甲,{group.name},,,星期一第1节{{1周}};星期二第1节{{1周}};星期三第1节{{1周}}"
    )
    with django_assert_max_num_queries(8):
        assert office.get(PAGE).context["page"].paginator.count == 3


def test_page_removes_a_time(sign_in, term, group):
    _apply(term, HEADER + f"甲,{group.name},,,星期一第1节{{1周}}")
    busy = BusyTime.objects.get()
    sign_in("office").post(reverse("timetable:busy_remove", args=[busy.public_id]))
    assert BusyTime.objects.count() == 0
