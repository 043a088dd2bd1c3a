"""What a roster changes, and what it leaves alone."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.institutions.domain import roster
from courses.institutions.domain.roster_terms import RosterTerms
from courses.institutions.enums import InstitutionLevel, StudentStatus
from courses.institutions.models import (
    AdministrativeClass,
    Department,
    Student,
    StudentPeriod,
)
from media.imports.errors import ImportRefused
from media.jobs.progress import SilentProgress
from tests.factories.institutions import (
    AdministrativeClassFactory,
    DepartmentFactory,
    InstitutionFactory,
    MajorFactory,
    StudentFactory,
)
from tests.media.spreadsheets import building

pytestmark = pytest.mark.django_db


def import_rows(institution, *rows, header=building.HEADER, create_units=True, terms=None):
    return roster.import_roster(
        institution,
        content=building.xlsx([header, *rows]),
        filename="名单.xlsx",
        create_units=create_units,
        by=None,
        progress=SilentProgress(),
        terms=terms,
    )


def preview_rows(institution, *rows):
    table = roster.read_roster(building.xlsx([building.HEADER, *rows]), filename="名单.xlsx")
    terms = RosterTerms.usual(institution)
    return roster.preview_roster(institution, table, terms=terms, progress=SilentProgress())


def counts(receipt):
    return [line["count"] for line in receipt["counts"]]


def test_new_student_has_class_units_and_an_open_period(institution):
    receipt = import_rows(institution, building.student(0))

    student = Student.objects.get()
    assert counts(receipt) == [1, 0, 0, 3]
    assert (student.student_number, student.name, student.sex) == ("0260100000", "华桂珍", "female")
    assert student.administrative_class.name == "机械2601"
    assert student.administrative_class.major.department.name == "机电工程学院"
    period = student.periods.get()
    assert period.valid_from == datetime.date(2026, 9, 1)
    assert (period.valid_to, period.graduation_year, period.status) == (None, 2030, "enrolled")


@pytest.mark.parametrize(
    ("level", "graduation"), [(InstitutionLevel.UNDERGRADUATE, 2030), ("vocational", 2029)]
)
def test_usual_length_of_study_follows_the_level(level, graduation):
    import_rows(InstitutionFactory(level=level), building.student(0))

    assert StudentPeriod.objects.get().graduation_year == graduation


def test_length_of_study_in_the_file_wins(institution):
    header = [*building.HEADER, "学制"]

    import_rows(institution, [*building.student(0), "五年制"], header=header)

    assert StudentPeriod.objects.get().graduation_year == 2031


def test_terms_say_since_when_new_students_are_enrolled(institution):
    day = datetime.date(2026, 10, 8)

    import_rows(institution, building.student(0), terms=RosterTerms(4, day))

    assert StudentPeriod.objects.get().valid_from == day


def test_same_file_twice_writes_nothing(institution):
    rows = [building.student(number) for number in range(3)]
    import_rows(institution, *rows)

    with CaptureQueriesContext(connection) as queries:
        receipt = import_rows(institution, *rows)

    assert counts(receipt) == [0, 0, 3, 0]
    written = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []


def test_changed_name_is_shown_old_and_new(institution):
    import_rows(institution, building.student(0))

    receipt = import_rows(institution, building.student(0, 姓名="华桂贞"))

    assert Student.objects.get().name == "华桂贞"
    assert receipt["changed"] == [
        {
            "row": 2,
            "subject": "0260100000 华桂贞",
            "fields": [{"label": "姓名", "old": "华桂珍", "new": "华桂贞"}],
        }
    ]
    assert StudentPeriod.objects.count() == 1


def test_change_keeps_the_address_and_the_account_of_a_student(institution):
    import_rows(institution, building.student(0))
    before = Student.objects.get()

    import_rows(institution, building.student(0, 姓名="华桂贞", 班级="机械2602"))

    after = Student.objects.get()
    assert (after.pk, after.public_id) == (before.pk, before.public_id)


def test_moved_student_ends_one_period_and_begins_another(institution):
    group = AdministrativeClassFactory(major__department__institution=institution)
    student = StudentFactory(administrative_class=group, student_number="0260100000")
    first = student.periods.get()
    StudentPeriod.objects.update(valid_from=datetime.date(2025, 9, 1), graduation_year=2031)

    import_rows(institution, building.student(0))

    today = timezone.localdate()
    old, new = student.periods.order_by("valid_from")
    assert (old.pk, old.valid_to, old.administrative_class) == (first.pk, today, group)
    assert (new.valid_from, new.valid_to) == (today, None)
    assert new.administrative_class.name == "机械2601"
    assert new.graduation_year == 2031


def test_move_on_the_day_of_the_import_corrects_the_period(institution):
    import_rows(institution, building.student(0), terms=RosterTerms(4, timezone.localdate()))

    import_rows(institution, building.student(0, 班级="机械2602"))

    period = StudentPeriod.objects.get()
    assert period.administrative_class.name == "机械2602"


def test_moved_student_keeps_the_status(institution):
    import_rows(institution, building.student(0))
    StudentPeriod.objects.update(
        status=StudentStatus.SUSPENDED, valid_from=datetime.date(2025, 9, 1)
    )

    receipt = import_rows(institution, building.student(0, 班级="机械2602"))

    assert StudentPeriod.objects.get(valid_to=None).status == StudentStatus.SUSPENDED
    assert any("休学" in note for note in receipt["notes"])


def test_students_missing_from_the_file_stay(institution):
    import_rows(institution, building.student(0), building.student(1))

    receipt = import_rows(institution, building.student(0))

    assert Student.objects.count() == 2
    assert any("1 人不在文件中" in note for note in receipt["notes"])


def test_students_of_other_institutions_are_not_touched(institution):
    other = InstitutionFactory()
    import_rows(other, building.student(0))

    import_rows(institution, building.student(0, 姓名="别人"))

    assert Student.objects.get(institution=other).name == "华桂珍"
    assert Student.objects.count() == 2


def test_units_are_created_only_when_asked(institution):
    with pytest.raises(ImportRefused, match="机电工程学院"):
        import_rows(institution, building.student(0), create_units=False)

    assert not Department.objects.exists()
    assert not Student.objects.exists()


def test_missing_units_name_the_nearest(institution):
    department = DepartmentFactory(institution=institution, name="机电工程学院")
    MajorFactory(department=department, name="机械设计制造与自动化")

    items = preview_rows(institution, building.student(0))["options"][0]["items"]

    assert [(item["what"], item["nearest"], item["rows"]) for item in items] == [
        ("专业", "机械设计制造与自动化", 1),
        ("班级", "", 1),
    ]


def test_unit_names_are_compared_without_width_and_spaces(institution):
    import_rows(institution, building.student(0, 班级="电气（卓越）2601"))

    import_rows(institution, building.student(1, 班级="电气(卓越) 2601"), create_units=False)

    assert AdministrativeClass.objects.count() == 1


def test_same_class_name_of_two_entry_years_is_two_classes(institution):
    import_rows(
        institution, building.student(0), building.student(1, 入学年份="2025级", 班级="机械2601")
    )

    years = AdministrativeClass.objects.order_by("entry_year").values_list("entry_year", flat=True)
    assert list(years) == [2025, 2026]


def test_class_under_another_major_is_marked(institution):
    import_rows(institution, building.student(0))

    preview = preview_rows(institution, building.student(1, 专业="车辆工程"))

    cell = next(c for c in preview["bad_rows"][0]["cells"] if c["problems"])
    assert cell["key"] == "major"
    assert "机械设计制造及其自动化" in cell["problems"][0]


def test_class_with_two_majors_in_the_file_is_marked_with_the_first_row(institution):
    preview = preview_rows(institution, building.student(0), building.student(1, 学院="外国语学院"))

    assert [row["number"] for row in preview["bad_rows"]] == [3]
    cell = next(c for c in preview["bad_rows"][0]["cells"] if c["problems"])
    assert (cell["key"], "第 2 行" in cell["problems"][0]) == ("department", True)


def test_number_twice_in_the_file_is_refused(institution):
    with pytest.raises(ImportRefused, match="A3"):
        import_rows(institution, building.student(0), building.student(0, 姓名="另一人"))

    assert not Student.objects.exists()


def test_many_changed_rows_need_few_queries(institution):
    rows = [building.student(number) for number in range(60)]
    import_rows(institution, *rows)
    moved = [building.student(number, 班级="机械2602") for number in range(60)]

    with CaptureQueriesContext(connection) as queries:
        import_rows(institution, *moved)

    assert len(queries) < 25
    assert StudentPeriod.objects.filter(valid_to=None).count() == 60
