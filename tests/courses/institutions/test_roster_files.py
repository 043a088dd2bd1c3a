"""The shapes that offices send, and those that nobody should."""

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.institutions.domain import roster
from courses.institutions.models import (
    AdministrativeClass,
    Department,
    Institution,
    Major,
    Student,
    StudentPeriod,
)
from media.imports.errors import ImportRefused
from media.jobs.progress import SilentProgress
from media.spreadsheets.errors import SpreadsheetRefused
from tests.factories.institutions import StudentFactory
from tests.media.spreadsheets import building

ROWS = [building.HEADER, building.student(0), building.student(1, 姓名="买买提·艾力", 性别="男")]
STORED = [("0260100000", "华桂珍", "female"), ("0260100001", "买买提·艾力", "male")]


def import_file(institution, content, name):
    return roster.import_roster(
        institution,
        content=content,
        filename=name,
        create_units=True,
        by=None,
        progress=SilentProgress(),
    )


def stored(institution):
    students = Student.objects.filter(institution=institution).order_by("student_number")
    return list(students.values_list("student_number", "name", "sex"))


def everything():
    models = (Institution, Department, Major, AdministrativeClass, Student, StudentPeriod)
    return [list(model.objects.order_by("pk").values_list()) for model in models]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "name"),
    [
        (building.xlsx(ROWS, hidden={"字典": [["学号"]]}), "a.xlsx"),
        (building.xls(ROWS, hidden={"字典": [["学号"]]}), "a.xls"),
        (building.ods(ROWS, hidden={"字典": [["学号"]]}), "a.ods"),
        (building.csv_text(ROWS).encode("utf-8-sig"), "a.csv"),
        (building.csv_text(ROWS).encode("gb18030"), "a.csv"),
    ],
    ids=["xlsx", "xls", "ods", "utf-8", "gb18030"],
)
def test_roster_of_any_format_is_stored_alike(institution, content, name):
    import_file(institution, content, name)

    assert stored(institution) == STORED


@pytest.mark.django_db
@pytest.mark.parametrize(
    "header",
    [
        ["学号", "学生姓名", "性别", "院系", "专业名称", "行政班", "年级"],
        ["学号*", "姓 名", "性别", "院系名称", "专业", "班级名称", "入学年级"],
        ["学 号", "姓名", "性别", "所在学院", "所学专业", "所在班级", "入学年份（级）"],
        ["xh", "xm", "性别", "学院名称", "专业", "行政班级", "入学年度"],
    ],
)
def test_headers_go_by_many_names(institution, header):
    import_file(institution, building.xlsx([header, *ROWS[1:]]), "a.xlsx")

    assert stored(institution) == STORED


@pytest.mark.django_db
def test_titles_empty_lines_and_full_width_do_no_harm(institution):
    rows = [
        ["第一大学2026级学生名单"],
        [],
        ["序号", *building.HEADER],
        ["1", *building.student(0, 姓名="华　桂珍")],
        [],
        [
            "2",
            "０２６０１００００１",
            "买买提•艾力",
            "男生",
            *building.student()[3:6],
            "２０２６级",
        ],
        ["合计：2人"],
    ]

    import_file(institution, building.xlsx(rows), "a.xlsx")

    assert stored(institution) == STORED


def bomb():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 250_000_000)
    return target.getvalue()


def million_rows():
    line = ",".join(map(str, building.student(0))) + "\n"
    head = ",".join(building.HEADER) + "\n"
    short = "1,,,,,,\n"
    return (head + line + short * 1_000_000).encode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (lambda: building.xlsx(ROWS)[:3000], "a.xlsx", "损坏|完整"),
        (bomb, "a.xlsx", "解压|展开|压缩"),
        (lambda: building.xlsx([building.HEADER]), "a.xlsx", "没有数据"),
        (million_rows, "a.csv", "200,000"),
        (lambda: b"", "a.csv", "空"),
        (lambda: building.xlsx([["姓名", "性别"], ["甲", "男"]]), "a.xlsx", "学号"),
        (lambda: building.xlsx(ROWS), "a.csv", "xlsx|Excel"),
        (lambda: building.xlsx(ROWS), "a.pdf", "a.pdf"),
        (
            lambda: building.xlsx([building.HEADER, building.student(0, 姓名="=A1&B1")]),
            "a.xlsx",
            "B2.*公式",
        ),
        (
            lambda: building.xlsx([*ROWS, building.student(2, 性别="未知")]),
            "a.xlsx",
            "C4.*未知",
        ),
    ],
    ids=["cut", "bomb", "no row", "million", "0 bytes", "header", "zip", "pdf", "formula", "sex"],
)
def test_refused_file_changes_nothing(institution, content, name, sentence):
    StudentFactory(administrative_class__major__department__institution=institution)
    before = everything()

    with pytest.raises((SpreadsheetRefused, ImportRefused), match=sentence):
        import_file(institution, content(), name)

    assert everything() == before


texts = st.text(
    alphabet=st.one_of(st.sampled_from("张三 　·０1=男女2026级学院,\"'-"), st.characters()),
    max_size=12,
)


@pytest.mark.django_db
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(st.lists(texts, min_size=7, max_size=7), min_size=1, max_size=4))
def test_any_text_gives_rows_or_one_sentence_and_no_half(institution, rows):
    before = everything()
    content = building.csv_text(
        [
            building.HEADER,
            building.student(0),
            *[[cell.replace("\n", " ") for cell in r] for r in rows],
        ]
    ).encode("utf-8", "replace")

    sentence = None
    try:
        import_file(institution, content, "a.csv")
    except (SpreadsheetRefused, ImportRefused) as refusal:
        sentence = str(refusal)

    if sentence is not None:
        assert sentence
        assert everything() == before
    else:
        again = import_file(institution, content, "a.csv")
        assert [line["count"] for line in again["counts"]][:2] == [0, 0]
        assert ("0260100000", "华桂珍", "female") in stored(institution)


good_students = st.lists(
    st.tuples(
        st.integers(0, 30),
        st.sampled_from(["男", "女"]),
        st.integers(0, 3),
        st.integers(2023, 2026),
    ),
    unique_by=lambda student: student[0],
    min_size=1,
    max_size=12,
)


@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=good_students, second=good_students)
def test_after_any_two_rosters_each_student_has_one_open_period_in_the_class(
    institution, first, second
):
    for students in (first, second):
        rows = [
            building.student(n, 性别=sex, 班级=f"机械{year}-{group}", 入学年份=year)
            for n, sex, group, year in students
        ]
        import_file(institution, building.csv_text([building.HEADER, *rows]).encode(), "a.csv")

    for n, sex, group, year in second:
        student = Student.objects.get(institution=institution, student_number=f"02601{n:05}")
        period = student.periods.get(valid_to=None)
        assert student.get_sex_display() == sex
        assert student.administrative_class.name == f"机械{year}-{group}"
        assert period.administrative_class_id == student.administrative_class_id
        assert period.department_id == student.department_id
