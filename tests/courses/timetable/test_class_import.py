"""Teaching classes from a spreadsheet: understood, compared, written once or not at all."""

import datetime
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from courses.institutions.enums import StaffKind
from courses.qualifications.enums import Recognition
from courses.teaching.domain import Lapses, assign_instructor
from courses.teaching.models import Enrolment, TeachingAssignment, TeachingClass
from courses.timetable.domain.class_import import apply_classes, preview_classes, read_class_file
from courses.timetable.domain.publication import publish
from courses.timetable.weeks import every_week, parse_weeks
from media.imports.errors import ImportRefused
from media.imports.models import ImportRun
from media.spreadsheets.errors import SpreadsheetRefused
from media.spreadsheets.writing import SheetColumn, SheetToWrite, write_workbook
from tests.courses.timetable.terms import make_slot, make_term, make_version
from tests.factories.curriculum import CourseFactory, OutlineFactory
from tests.factories.institutions import (
    AdministrativeClassFactory,
    CampusFactory,
    InstitutionFactory,
    StaffMemberFactory,
    StudentFactory,
)
from tests.factories.qualifications import (
    LevelRecognitionFactory,
    StaffCertificateFactory,
    TeachingRuleFactory,
)
from tests.factories.teaching import (
    MixingRuleFactory,
    TeachingAssignmentFactory,
    TeachingClassFactory,
    TermFactory,
)
from tests.factories.timetable import RoomFactory

HEADER = (
    "教学班名称,课程代码,班级组成,教师工号,学时,周次,每次节数,每周次数,教室类型,设备,校区,学期\r\n"
)
CODE = "(2026-2027-1)-C2092011-01"
GOOD = (
    f"{CODE},C2092011,植保2601;植保2602,T00012,38,1-5、7-11单,2,1,机房,投影、白板,南校区,"
    "2026-2027-1"
)


@pytest.fixture
def term(institution):
    """A course of 38 hours, three administrative classes of a campus, a room, a teacher."""
    term = make_term(institution, classes=0, rooms=0)
    institution.campuses.update(name="南校区")
    campus = institution.campuses.get()
    RoomFactory(campus=campus, name="N403", kind="机房", equipment=["投影", "白板"])
    OutlineFactory(course__institution=institution, course__code="C2092011", number=1)
    for name in ("植保2601", "植保2602", "植保2603"):
        group = AdministrativeClassFactory(
            major__department__institution=institution, name=name, campus=campus
        )
        StudentFactory(administrative_class=group)
    StaffMemberFactory(institution=institution, staff_number="T00012", name="张三")
    return term


def read(text, encoding="utf-8"):
    return read_class_file(text.encode(encoding), filename="教学班.csv")


def apply(term, *lines, header=HEADER, **values):
    text = header + "".join(f"{line}\r\n" for line in lines)
    return apply_classes(term, read(text, **values), by=None)


def counts(receipt):
    """Added, students placed, changed, unchanged."""
    return [line["count"] for line in receipt["counts"]]


def problems(term, *lines, header=HEADER):
    table = read(header + "".join(f"{line}\r\n" for line in lines))
    preview_classes(term, table)
    return [(problem.cell, problem.message) for problem in table.problems]


def marks(term, *lines, header=HEADER):
    preview = preview_classes(term, read(header + "".join(f"{line}\r\n" for line in lines)))
    return [mark["sentence"] for mark in preview["marks"]]


def stored():
    return (
        list(TeachingClass.objects.order_by("pk").values()),
        list(Enrolment.objects.order_by("pk").values()),
        list(TeachingAssignment.objects.order_by("pk").values()),
    )


def test_new_class_comes_with_everything_that_is_said(term):
    receipt = apply(term, GOOD)
    assert counts(receipt) == [1, 2, 0, 0]
    assert receipt["created"] == [CODE]
    made = TeachingClass.objects.get()
    assert (made.code, made.course.code, made.term) == (CODE, "C2092011", term)
    assert {group.name for group in made.administrative_classes.all()} == {"植保2601", "植保2602"}
    assert made.weeks == parse_weeks("1-5、7-11单", last_week=18)
    assert (made.weekly_pattern, made.periods_per_meeting) == ("weekly", 2)
    assert (made.room_kind, made.equipment) == ("机房", ["投影", "白板"])
    assert made.campus.name == "南校区"
    assert made.assignments.get().staff.staff_number == "T00012"
    assert made.enrolments.count() == 2


def test_class_needs_no_more_than_code_course_and_administrative_classes(term):
    apply(term, "就业1班,大学生职业发展与就业指导,植保2601", header="教学班,课程名称,行政班\r\n")
    made = TeachingClass.objects.get()
    assert (made.code, made.weeks, made.room_kind) == ("就业1班", None, "")
    assert (made.weekly_pattern, made.periods_per_meeting) == ("weekly", 2)
    assert made.campus.name == "南校区"
    assert not made.assignments.exists()


@pytest.mark.parametrize(
    "header",
    [
        "教学班编号,课程号,教学班组成,起止周\r\n",
        "jxbmc,kch,jxbzc,zcd\r\n",
        "教学班,课程编号,合班,上课周次\r\n",
        "教学班代码,课程代码,上课班级,起止周次\r\n",
    ],
)
def test_columns_go_by_the_names_that_registries_give_them(term, header):
    apply(term, "就业1班,C2092011,植保2601，植保2602,1-16周".replace("，", "；"), header=header)
    made = TeachingClass.objects.get()
    assert made.weeks == every_week(1, 16)
    assert made.administrative_classes.count() == 2


@pytest.mark.parametrize(
    "written",
    ["植保2601、植保2602", "植保2601;植保2602", '"植保2601,植保2602"', '"植保2601\n植保2602"'],
)
def test_administrative_classes_stand_in_one_cell_in_many_ways(term, written):
    apply(term, f"就业1班,C2092011,{written}", header="教学班,课程代码,行政班\r\n")
    assert TeachingClass.objects.get().administrative_classes.count() == 2


@pytest.mark.parametrize(
    ("said", "pattern"),
    [
        *(("2", "twice"), ("每周两次", "twice"), ("单双周", "odd_and_even")),
        *(("周末", "weekend"), ("1", "weekly"), ("", "weekly")),
    ],
)
def test_times_a_week_are_read(term, said, pattern):
    apply(term, f"就业1班,C2092011,植保2601,{said}", header="教学班,课程代码,行政班,每周次数\r\n")
    assert TeachingClass.objects.get().weekly_pattern == pattern


@pytest.mark.parametrize(
    "said", ["2026-2027-1", "2026-2027学年第一学期", "２０２６-２０２７学年第1学期"]
)
def test_term_is_read_in_words(term, said):
    line = f"就业1班,C2092011,植保2601,{said}"
    assert problems(term, line, header="教学班,课程代码,行政班,学年学期\r\n") == []


def test_the_same_file_again_changes_nothing(term):
    apply(term, GOOD)
    before = stored()
    assert counts(apply(term, GOOD)) == [0, 0, 0, 1]
    assert stored() == before


def test_full_width_forms_and_spaces_are_the_same_class(term):
    apply(term, GOOD)
    before = stored()
    wide = (
        "（２０２６-２０２７-１）-Ｃ２０９２０１１-０１,Ｃ２０９２０１１,植保２６０１； 植保 2602,"
        "Ｔ０００１２,３８学时,１－５、７－１１单,２节,１次,机 房,投影，白板,南校区,"
    ).replace("投影，白板", '"投影，白板"')
    assert counts(apply(term, wide)) == [0, 0, 0, 1]
    assert stored() == before


def test_workbook_with_numbers_as_numbers_is_read(term):
    columns = ("教学班", "课程代码", "行政班", "总学时", "每次节数", "每周次数", "年级")
    row = ("甲班", "C2092011", "植保2601\n植保2602", 38, 2, 2, 2026)
    sheet = SheetToWrite("教学班", [SheetColumn(name, "number") for name in columns], [row])
    table = read_class_file(write_workbook([sheet]), filename="教学班.xlsx")
    apply_classes(term, table, by=None)
    made = TeachingClass.objects.get()
    assert (made.weekly_pattern, made.administrative_classes.count()) == ("twice", 2)


def test_title_rows_and_gb18030_are_read(term):
    header = "2026-2027学年第一学期教学班一览表,,\r\n,,\r\n教学班,课程代码,行政班\r\n"
    apply(term, "就业1班,C2092011,植保2601", header=header, encoding="gb18030")
    assert TeachingClass.objects.get().code == "就业1班"


def test_known_class_changes_in_how_it_meets_and_a_missing_column_changes_nothing(term):
    apply(term, GOOD)
    header = "教学班,课程代码,行政班,周次,每次节数\r\n"
    receipt = apply(term, f"{CODE},C2092011,植保2602、植保2601,1-16周,3", header=header)
    assert counts(receipt) == [0, 0, 1, 0]
    (change,) = receipt["changed"]
    assert [(one["label"], one["old"], one["new"]) for one in change["fields"]] == [
        ("每次连排节数", "2", "3"),
        ("周次", "1–5周,7–11周(单)", "1–16周"),
    ]
    made = TeachingClass.objects.get()
    assert (made.weeks, made.periods_per_meeting) == (every_week(1, 16), 3)
    assert (made.room_kind, made.equipment) == ("机房", ["投影", "白板"])
    assert made.assignments.get().staff.staff_number == "T00012"


def test_empty_cell_takes_back_what_a_class_asked_for(term):
    apply(term, GOOD)
    header = "教学班,课程代码,行政班,周次,教室类型,设备\r\n"
    apply(term, f"{CODE},C2092011,植保2601、植保2602,,,", header=header)
    made = TeachingClass.objects.get()
    assert (made.weeks, made.room_kind, made.equipment) == (None, "", [])


def test_another_instructor_teaches_the_class_from_now_on(term):
    apply(term, GOOD)
    StaffMemberFactory(institution=term.institution, staff_number="T00013", name="李四")
    receipt = apply(term, GOOD.replace("T00012", "T00013"))
    (change,) = receipt["changed"]
    assert change["fields"] == [{"label": "任课教师", "old": "张三", "new": "李四"}]
    assert TeachingAssignment.objects.get(valid_to=None).staff.name == "李四"


def test_row_without_a_number_leaves_the_instructor(term):
    apply(term, GOOD)
    assert counts(apply(term, GOOD.replace("T00012", ""))) == [0, 0, 0, 1]
    assert TeachingAssignment.objects.get().staff.name == "张三"


@pytest.mark.parametrize(
    ("old", "new", "cell", "sentence"),
    [
        (CODE, "", "A2", "不能为空"),
        ("C2092011,", "C999,", "B2", "没有课程代码为“C999”的课程"),
        ("C2092011,", ",", "B2", "请填写课程代码"),
        ("植保2602", "植保2699", "C2", "花名册中没有行政班“植保2699”"),
        ("植保2601;植保2602", "", "C2", "不能为空"),
        ("T00012", "T99999", "D2", "没有工号为“T99999”的教职工"),
        ("T00012", "T00012、T00013", "D2", "只填一个工号"),
        (",38,", ",36,", "E2", "38学时"),
        (",38,", ",很多,", "E2", "不是学时数"),
        ("1-5、7-11单", "前半学期", "F2", "前半学期"),
        ("1-5、7-11单", "1-20周", "F2", "20"),
        ("1-5、7-11单", "9-3周", "F2", "9-3"),
        (",2,1,", ",6,1,", "G2", "1至4节"),
        (",2,1,", ",2,5,", "H2", "每周一次"),
        ("机房", "琴房", "I2", "机房"),
        ("投影、白板", "投影、钢琴", "J2", "钢琴"),
        ("南校区", "北校区", "K2", "南校区"),
        (",2026-2027-1", ",2025-2026-2", "L2", "2026-2027-1"),
        (",2026-2027-1", ",秋季", "L2", "秋季"),
    ],
)
def test_bad_cell_is_named_and_nothing_is_written(term, old, new, cell, sentence):
    bad = GOOD.replace(old, new, 1)
    assert bad != GOOD
    good = "就业3班,C2092011,植保2603,,,,,,,,,"
    ((found, message),) = problems(term, bad, good)
    assert (found, sentence in message) == (cell, True), message
    before = stored()
    with pytest.raises(ImportRefused):
        apply(term, bad, good)
    assert stored() == before


def test_all_bad_cells_of_a_row_are_named_at_once(term):
    bad = f"{CODE},C999,植保2699,T99999,,1-20周,9,,琴房,,北校区,"
    cells = [cell for cell, _message in problems(term, bad)]
    assert sorted(cells) == ["B2", "C2", "D2", "F2", "G2", "I2", "K2"]


def test_entry_years_and_campuses_are_not_mixed(term):
    inside = {"major__department__institution": term.institution}
    AdministrativeClassFactory(**inside, name="植保2501", entry_year=2025)
    AdministrativeClassFactory(
        **inside, name="农学2601", campus=CampusFactory(institution=term.institution)
    )
    header = "教学班,课程代码,行政班\r\n"
    found = problems(term, "就业1班,C2092011,植保2601、植保2501", header=header)
    assert [cell for cell, _message in found] == ["C2", "C2"]
    assert "2025" in found[0][1]
    ((cell, message),) = problems(term, "就业1班,C2092011,植保2601、农学2601", header=header)
    assert (cell, "校区" in message) == ("C2", True)


def test_administrative_class_with_the_course_already_is_named_with_its_class(term):
    apply(term, GOOD)
    line = "就业9班,C2092011,植保2601、植保2603,,,,,,,,,"
    ((cell, message),) = problems(term, line)
    assert cell == "C2"
    assert "植保2601" in message
    assert CODE in message


def test_administrative_class_and_class_twice_in_a_file_are_bad(term):
    header = "教学班,课程代码,行政班\r\n"
    lines = ("就业1班,C2092011,植保2601", "就业１班,C2092011,植保2601")
    assert [cell for cell, _message in problems(term, *lines, header=header)] == ["A3", "C3"]


def test_same_administrative_class_may_have_another_course(term):
    OutlineFactory(course__institution=term.institution, course__code="C3", number=1)
    header = "教学班,课程代码,行政班\r\n"
    apply(term, "甲班,C2092011,植保2601", "乙班,C3,植保2601", header=header)
    assert TeachingClass.objects.count() == 2


def test_course_of_a_name_that_two_have_needs_its_code(term):
    CourseFactory(institution=term.institution, code="C3")
    header = "教学班,课程名称,行政班\r\n"
    ((cell, message),) = problems(term, "甲班,大学生职业发展与就业指导,植保2601", header=header)
    assert cell == "B2"
    assert "C2092011" in message


def test_course_without_an_outline_is_named(term):
    CourseFactory(institution=term.institution, code="C3", name="创业基础")
    header = "教学班,课程代码,行政班\r\n"
    ((cell, message),) = problems(term, "甲班,C3,植保2601", header=header)
    assert (cell, "创业基础" in message) == ("B2", True)


def test_hours_choose_the_newest_outline_that_has_them(term):
    old = term.institution.courses.get().outlines.get()
    OutlineFactory(course=old.course, number=2, theory_hours=40)
    header = "教学班,课程代码,行政班,总学时\r\n"
    apply(term, "甲班,C2092011,植保2601,38", "乙班,C2092011,植保2602,", header=header)
    numbers = TeachingClass.objects.order_by("code").values_list("code", "outline__number")
    assert dict(numbers) == {"甲班": 1, "乙班": 2}


def test_administrative_class_of_two_entry_years_needs_the_year(term):
    AdministrativeClassFactory(
        major__department__institution=term.institution, name="植保2601", entry_year=2025
    )
    ((cell, message),) = problems(
        term, "甲班,C2092011,植保2601", header="教学班,课程代码,行政班\r\n"
    )
    assert (cell, "2025、2026" in message) == ("C2", True)
    apply(term, "甲班,C2092011,植保2601,2026级", header="教学班,课程代码,行政班,年级\r\n")
    assert TeachingClass.objects.get().administrative_classes.get().entry_year == 2026


def test_rows_of_another_institution_are_unknown_here(term):
    other = InstitutionFactory()
    OutlineFactory(course__institution=other, course__code="F1")
    AdministrativeClassFactory(major__department__institution=other, name="外校2601")
    StaffMemberFactory(institution=other, staff_number="F0001")
    CampusFactory(institution=other, name="外校区")
    line = f"{CODE},F1,外校2601,F0001,,,,,,,外校区,"
    cells = [cell for cell, _message in problems(term, line)]
    assert sorted(cells) == ["B2", "C2", "D2", "K2"]


def test_code_of_another_institution_is_free_here_and_its_class_stays(term):
    foreign = TeachingClassFactory(term=TermFactory(institution=InstitutionFactory()), code=CODE)
    apply(term, GOOD)
    assert TeachingClass.objects.filter(code=CODE).count() == 2
    foreign.refresh_from_db()
    assert (foreign.weeks, foreign.administrative_classes.count()) == (None, 0)


def test_code_of_another_term_is_taken(term):
    past = TermFactory(institution=term.institution, code="2025-2026-2")
    TeachingClassFactory(term=past, code=CODE)
    ((cell, message),) = problems(term, GOOD)
    assert (cell, "2025-2026-2" in message) == ("A2", True)


def test_known_class_keeps_course_campus_and_administrative_classes(term):
    apply(term, GOOD)
    OutlineFactory(course__institution=term.institution, course__code="C3", number=1)
    CampusFactory(institution=term.institution, name="北校区")
    changed = GOOD.replace("C2092011,", "C3,").replace("植保2602", "植保2603")
    cells = [cell for cell, _m in problems(term, changed.replace("南校区", "北校区"))]
    assert sorted(cells) == ["B2", "C2", "K2"]


def test_published_class_changes_its_wishes_but_not_its_instructor(term):
    apply(term, GOOD)
    made = TeachingClass.objects.get()
    version = make_version(term)
    make_slot(version, made)
    publish(version, by=None)
    StaffMemberFactory(institution=term.institution, staff_number="T00013")
    ((cell, message),) = problems(term, GOOD.replace("T00012", "T00013"))
    assert (cell, "已发布" in message) == ("D2", True)
    meetings = list(made.meetings.values())
    assert counts(apply(term, GOOD.replace("1-5、7-11单", "1-16周"))) == [0, 0, 1, 0]
    assert list(made.meetings.values()) == meetings


def test_shared_class_keeps_its_instructors(term):
    apply(term, GOOD)
    TeachingAssignmentFactory(teaching_class=TeachingClass.objects.get())
    assert counts(apply(term, GOOD)) == [0, 0, 0, 1]
    StaffMemberFactory(institution=term.institution, staff_number="T00013")
    ((cell, message),) = problems(term, GOOD.replace("T00012", "T00013"))
    assert (cell, "张三" in message) == ("D2", True)


def test_instructor_without_qualification_is_a_warning_and_not_assigned(term):
    TeachingRuleFactory(staff_kind=StaffKind.FULL_TIME_TEACHER, province="41")
    full = GOOD.replace("1-5、7-11单", "")
    (sentence,) = marks(term, full)
    assert "张三" in sentence
    receipt = apply(term, full)
    assert counts(receipt)[0] == 1
    assert any("张三" in note for note in receipt["notes"])
    assert not TeachingClass.objects.get().assignments.exists()
    before = stored()
    assert counts(apply(term, full)) == [0, 0, 0, 1]
    assert stored() == before


def test_qualification_that_ends_in_the_term_is_a_warning(term):
    TeachingRuleFactory(staff_kind=StaffKind.FULL_TIME_TEACHER, province="41")
    staff = term.institution.staff.get(staff_number="T00012")
    level = LevelRecognitionFactory(recognition=Recognition.COUNTS).level
    StaffCertificateFactory(staff=staff, level=level, expires_on=datetime.date(2026, 9, 30))
    full = GOOD.replace("1-5、7-11单", "")
    (sentence,) = marks(term, full)
    assert "10月1日" in sentence
    apply(term, full)
    made = TeachingClass.objects.get()
    assert isinstance(assign_instructor(made, staff=staff, by=None), Lapses)
    assert made.assignments.get().staff == staff


def test_weeks_too_few_for_the_hours_are_a_warning(term):
    (sentence,) = marks(term, GOOD)
    assert "16" in sentence
    assert "32" in sentence
    assert marks(term, GOOD.replace("1-5、7-11单", "1-16周")) == []


def test_students_who_sit_in_another_class_or_are_not_enrolled_are_left_out(term):
    group = term.institution.administrative_classes.get(name="植保2601")
    StudentFactory(administrative_class=group, period=False)
    apply(term, GOOD)
    assert Enrolment.objects.count() == 2


def test_file_without_needed_columns_names_them(term):
    with pytest.raises(SpreadsheetRefused, match="行政班"):
        read("教学班,课程代码\r\n甲班,C2092011\r\n")
    with pytest.raises(SpreadsheetRefused, match="课程"):
        read("教学班,行政班\r\n甲班,植保2601\r\n")


def test_classes_that_a_rule_keeps_apart_are_marked_at_their_cell(term):
    MixingRuleFactory(institution=term.institution, breadth="major")
    ((cell, message),) = problems(term, GOOD)
    assert cell == "C2"
    assert message == "植保2601 与 植保2602 不能合班：只能同一专业内合班（教字〔2025〕3号）"
    before = stored()
    with pytest.raises(ImportRefused):
        apply(term, GOOD)
    assert stored() == before


def test_classes_that_are_apart_in_principle_come_in_and_are_told(term):
    MixingRuleFactory(institution=term.institution, breadth="major", severity="in_principle")
    assert any("植保2601 与 植保2602 原则上不合班" in one for one in marks(term, GOOD))
    receipt = apply(term, GOOD)
    assert counts(receipt) == [1, 2, 0, 0]
    assert any("原则上不合班" in note for note in receipt["notes"])


def test_class_that_was_made_before_the_rule_is_not_asked_again(term):
    apply(term, GOOD)
    MixingRuleFactory(institution=term.institution, breadth="major")
    assert problems(term, GOOD) == []


@pytest.mark.parametrize("known", [False, True])
def test_preview_asks_as_much_for_one_class_and_three(term, known, django_assert_num_queries):
    lines = [f"就业{n}班,C2092011,植保260{n},T00012" for n in (1, 2, 3)]
    header = "教学班,课程代码,行政班,教师工号\r\n"
    if known:
        apply(term, *lines, header=header)
    found = []
    for number in (1, 3):
        table = read(header + "".join(f"{line}\r\n" for line in lines[:number]))
        with django_assert_num_queries(12 if known else 10):
            found.append(preview_classes(term, table))
    assert [sum(preview["difference"]["counts"].values()) for preview in found] == [1, 3]


def test_template_has_every_column_and_an_example_that_is_read(term, sign_in):
    where = reverse("timetable:class_import_template")
    response = sign_in("office").get(where, {"term": str(term.public_id)})
    (sheet,) = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets
    header, example = list(sheet.iter_rows(values_only=True))[:2]
    assert header[:4] == ("教学班", "课程代码", "课程", "行政班")
    table = read_class_file(response.content, filename="教学班.xlsx")
    assert table.problems == []
    assert [row.values["groups"] for row in table.rows] == ["植保2401、植保2402"]
    assert example[0] == "(2026-2027-1)-C2092011-01"


def test_office_uploads_looks_and_confirms(term, sign_in, run_jobs):
    office = sign_in("office")
    where = reverse("timetable:class_import")
    classes = reverse("teaching:classes", args=[term.public_id])
    assert where in office.get(classes).content.decode()
    assert office.get(where, {"term": str(term.public_id)}).status_code == 200
    file = SimpleUploadedFile("教学班.csv", (HEADER + GOOD + "\r\n").encode())
    with run_jobs():
        response = office.post(where, {"term": str(term.public_id), "file": file})
    text = office.get(response["Location"]).content.decode()
    assert CODE in text
    assert not TeachingClass.objects.exists()
    run = ImportRun.objects.get()
    with run_jobs():
        office.post(reverse("imports:apply", args=[run.public_id]))
    assert TeachingClass.objects.get().code == CODE
    assert classes in office.get(response["Location"]).content.decode()


def test_another_institution_cannot_read_a_list_into_the_term(term, sign_in):
    stranger = sign_in("office", institution=InstitutionFactory())
    where = reverse("timetable:class_import")
    file = SimpleUploadedFile("教学班.csv", (HEADER + GOOD + "\r\n").encode())
    answer = stranger.post(where, {"term": str(term.public_id), "file": file})
    assert answer.status_code == 404
