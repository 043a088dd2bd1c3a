"""Lists of students and classes, and the upload page."""

import io
import logging

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from courses.institutions.models import Student
from media.imports.models import ImportRun
from tests.factories.institutions import (
    AdministrativeClassFactory,
    DepartmentFactory,
    StudentFactory,
)
from tests.media.spreadsheets import building

pytestmark = pytest.mark.django_db

LISTS = ["institutions:students", "institutions:students_export", "institutions:classes"]
SEEING = ["admin", "office", "auditor", "department", "counsellor"]


@pytest.fixture
def group(institution):
    return AdministrativeClassFactory(
        major__department__institution=institution, name="机械2601", entry_year=2026
    )


def shown(client, name="institutions:students", **query):
    answer = client.get(reverse(name), query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("kind", [*SEEING, "instructor", "student", "province"])
def test_lists_are_open_to_the_roles_named(sign_in, name, kind):
    answer = sign_in(kind).get(reverse(name))

    assert answer.status_code == (200 if kind in SEEING else 403)


@pytest.mark.parametrize("kind", ["department", "counsellor"])
def test_student_list_shows_the_own_department_only(sign_in, group, kind):
    mine = StudentFactory(administrative_class=group)
    other = DepartmentFactory(institution=group.institution)
    hidden = StudentFactory(administrative_class__major__department=other)
    client = sign_in(kind, department=group.department)

    page = shown(client)

    assert mine.name in page
    assert hidden.student_number not in page
    assert other.name not in page


def test_student_of_another_institution_is_neither_listed_nor_found(sign_in):
    student = StudentFactory()
    client = sign_in("office")

    assert student.name not in shown(client)
    assert student.name not in shown(client, **{"class": student.administrative_class.public_id})
    department = str(student.department.public_id)
    assert student.department.name not in shown(client, department=department)


def test_search_finds_by_number_and_by_name(sign_in, group):
    StudentFactory(administrative_class=group, student_number="0260100007", name="买买提·艾力")
    StudentFactory(administrative_class=group, student_number="0260200001", name="华桂珍")
    client = sign_in("office")

    for text in ("02601", "０２６０１", "艾力"):
        page = shown(client, q=text)
        assert "0260100007" in page
        assert "0260200001" not in page


def test_filters_narrow_by_department_year_and_class(sign_in, group):
    StudentFactory(administrative_class=group, name="留下")
    StudentFactory(
        administrative_class__major__department__institution=group.institution,
        administrative_class__entry_year=2024,
        name="滤掉",
    )
    client = sign_in("office")

    for query in (
        {"department": group.department.public_id},
        {"year": 2026},
        {"class": group.public_id},
    ):
        page = shown(client, **query)
        assert "留下" in page
        assert "滤掉" not in page


@pytest.mark.parametrize("query", [{"department": "x"}, {"class": "1 or 1=1"}, {"year": "1e9"}])
def test_filter_that_names_nothing_finds_nobody(sign_in, group, query):
    StudentFactory(administrative_class=group, name="某某")

    assert "某某" not in shown(sign_in("office"), **query)


def test_unknown_sort_and_page_fall_back(sign_in, group):
    StudentFactory(administrative_class=group, name="某某")

    assert "某某" in shown(sign_in("office"), sort="user__password", page="-3")


@pytest.mark.parametrize(
    ("sort", "first"),
    [("number", "0001"), ("-number", "0002"), ("class", "0002"), ("year", "0002")],
)
def test_student_list_is_sorted(sign_in, group, sort, first):
    older = AdministrativeClassFactory(major=group.major, name="机械2699", entry_year=2022)
    StudentFactory(administrative_class=older, student_number="0001")
    StudentFactory(administrative_class=group, student_number="0002")

    page = shown(sign_in("office"), sort=sort)

    second = {"0001": "0002", "0002": "0001"}[first]
    assert page.index(f">{first}<") < page.index(f">{second}<")


@pytest.mark.parametrize("name", ["institutions:students", "institutions:classes"])
def test_list_needs_the_same_queries_for_one_and_three(
    sign_in, group, name, django_assert_max_num_queries
):
    client = sign_in("office")
    StudentFactory(administrative_class=group)
    with django_assert_max_num_queries(9) as one:
        shown(client, name)
    for _number in range(2):
        StudentFactory(administrative_class__major__department__institution=group.institution)

    with django_assert_max_num_queries(len(one)):
        shown(client, name)


def test_long_list_has_pages_that_keep_the_filter(sign_in, group):
    for _number in range(51):
        StudentFactory(administrative_class=group)

    page = shown(sign_in("office"), year=2026)

    assert "共 51 名学生" in page
    assert "?year=2026&amp;page=2" in page


@pytest.mark.parametrize(("kind", "offered"), [("office", True), ("auditor", False)])
def test_empty_list_says_what_to_do_next(sign_in, kind, offered):
    page = shown(sign_in(kind))

    assert "还没有学生" in page
    assert (reverse("institutions:roster") in page) is offered


def test_class_list_counts_students(sign_in, group):
    StudentFactory(administrative_class=group)
    StudentFactory(administrative_class=group)

    page = shown(sign_in("office"), "institutions:classes")

    assert "2 人" in page
    assert f"?class={group.public_id}" in page


def test_export_has_the_filtered_students_in_roster_columns(sign_in, group):
    StudentFactory(administrative_class=group, student_number="0260100007", name="=cmd()")
    StudentFactory(administrative_class=group, student_number="0270000000")

    answer = sign_in("office").get(reverse("institutions:students_export"), {"q": "02601"})

    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    header, *rows = book.active.iter_rows(values_only=True)
    assert list(header) == ["学号", "姓名", "性别", "院系", "专业", "班级", "入学年份"]
    assert [row[0] for row in rows] == ["0260100007"]
    assert not rows[0][1].startswith("=")


def test_export_is_logged_without_names(sign_in, group, caplog):
    client = sign_in("office")

    with caplog.at_level(logging.INFO, logger="qihang.audit"):
        client.get(reverse("institutions:students_export"), {"q": "华桂珍", "year": "2026"})

    assert f"students exported by user {client.user.pk}, narrowed by: q, year" in caplog.text
    assert "华桂珍" not in caplog.text
    assert "%E5" not in caplog.text


def test_exported_list_can_be_imported_without_a_change(sign_in, group, run_jobs):
    StudentFactory(administrative_class=group, student_number="0260100007", name="华桂珍")
    client = sign_in("office")
    content = b"".join(client.get(reverse("institutions:students_export")).streaming_content)

    with run_jobs():
        client.post(
            reverse("institutions:roster"),
            {"file": SimpleUploadedFile("名单.xlsx", content), "study_years": "4"},
        )

    counts = ImportRun.objects.get().preview["difference"]["counts"]
    assert counts == {"new": 0, "changed": 0, "unchanged": 1}


@pytest.mark.parametrize("name", ["institutions:roster", "institutions:roster_template"])
@pytest.mark.parametrize(
    "kind", ["province", "department", "instructor", "counsellor", "student", "auditor"]
)
def test_roster_is_closed_to_other_roles(sign_in, name, kind):
    client = sign_in(kind)

    assert client.get(reverse(name)).status_code == 403
    if name == "institutions:roster":
        assert client.post(reverse(name), {"study_years": "4"}).status_code == 403


def test_upload_page_proposes_the_usual_length_of_study(sign_in):
    assert 'name="study_years" value="4"' in shown(sign_in("admin"), "institutions:roster")


def test_upload_goes_to_the_own_institution_whatever_is_posted(sign_in, institution, run_jobs):
    file = SimpleUploadedFile("a.xlsx", building.xlsx([building.HEADER, building.student(0)]))
    other = StudentFactory().institution

    with run_jobs():
        sign_in("office").post(
            reverse("institutions:roster"),
            {"file": file, "study_years": "4", "institution": other.pk},
        )

    assert ImportRun.objects.get().context["institution"] == institution.pk


@pytest.mark.parametrize("years", ["0", "9", "", "x"])
def test_length_of_study_out_of_range_is_refused(sign_in, years):
    file = SimpleUploadedFile("a.xlsx", building.xlsx([building.HEADER, building.student(0)]))

    answer = sign_in("office").post(
        reverse("institutions:roster"), {"file": file, "study_years": years}
    )

    assert answer.status_code == 400
    assert not ImportRun.objects.exists()


def test_oversized_upload_is_answered_413(sign_in, settings):
    file = SimpleUploadedFile("a.csv", b"x" * (20 * 1024 * 1024 + 1))

    answer = sign_in("office").post(
        reverse("institutions:roster"), {"file": file, "study_years": "4"}
    )

    assert answer.status_code == 413
    assert "20 MiB" in answer.content.decode()
    assert not ImportRun.objects.exists()


def test_template_can_be_filled_in_and_imported(sign_in, institution):
    answer = sign_in("office").get(reverse("institutions:roster_template"))

    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    header = [cell.value for cell in book.active[1]]
    assert header == ["学号", "姓名", "性别", "院系", "专业", "班级", "入学年份", "学制"]
    assert not Student.objects.exists()


@pytest.mark.usefixtures("clock")
def test_exporting_without_end_is_slowed_down(sign_in, group):
    office = sign_in("office")
    address = reverse("institutions:students_export")
    answers = [office.get(address).status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]
