import re
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from courses.curriculum.domain import change_course, create_course
from courses.curriculum.models import Course, CourseRequirement
from tests.factories.curriculum import CourseFactory, OutlineFactory
from tests.factories.institutions import InstitutionFactory, RoleFactory, UserFactory

LIST, ADD = reverse("curriculum:courses"), reverse("curriculum:add")
VALUES = {
    "code": "C2092001",
    "name": "大学生职业发展与就业指导",
    "name_en": "Career Development",
    "nature": "general_required",
    "credits": Decimal("2.0"),
    "theory_hours": 24,
    "practice_hours": 8,
    "online_hours": 6,
    "required_for": [2025, 2026],
}
# Session, person, roles; count, courses, their requirements.
QUERIES = 6
POSTED = VALUES | {"required_for": "2026、2025，2025"}


def create(institution, **changes):
    return create_course(institution, by=UserFactory(), **(VALUES | changes))


def change(course, **changes):
    return change_course(course, by=UserFactory(), **(VALUES | changes))


def years(course):
    return sorted(course.requirements.values_list("entry_year", flat=True))


def edit_address(course):
    return reverse("curriculum:edit", kwargs={"public_id": course.public_id})


def test_created_course_has_hours_and_is_required(institution):
    course = Course.objects.get(pk=create(institution).pk)

    assert (course.institution, course.code, course.contact_hours) == (institution, "C2092001", 38)
    assert years(course) == [2025, 2026]
    assert set(CourseRequirement.objects.values_list("institution", flat=True)) == {institution.pk}


def test_code_is_refused_a_second_time_in_words(institution):
    create(institution, name="生涯规划")

    with pytest.raises(ValidationError) as refused:
        create(institution)

    assert refused.value.message_dict == {"code": ["代码 C2092001 已是课程“生涯规划”的代码。"]}
    assert Course.objects.count() == 1


def test_code_is_free_at_another_institution(institution):
    create(institution)

    assert create(InstitutionFactory(province="42")).code == "C2092001"


def test_course_without_hours_is_refused(institution):
    with pytest.raises(ValidationError) as refused:
        create(institution, theory_hours=0, practice_hours=0, online_hours=0)

    assert refused.value.message_dict == {"theory_hours": ["一门课程至少要有一种学时。"]}


def test_change_follows_the_entry_years(institution):
    course = create(institution)
    kept = course.requirements.get(entry_year=2026)

    change(course, required_for=[2027, 2026])

    assert years(course) == [2026, 2027]
    assert course.requirements.get(entry_year=2026) == kept


def test_hours_change_before_an_outline(institution):
    course = create(institution)

    assert change(course, theory_hours=30).contact_hours == 44


@pytest.mark.parametrize("kind", ["theory_hours", "practice_hours", "online_hours"])
def test_hours_stay_once_an_outline_was_released(institution, kind):
    course = create(institution)
    OutlineFactory(course=course, number=3)

    with pytest.raises(ValidationError) as refused:
        change(course, **{kind: 40}, required_for=[2030])

    (sentence,) = refused.value.message_dict[kind]
    assert list(refused.value.message_dict) == [kind]
    assert f"仍须为 {VALUES[kind]}" in sentence
    assert "第 3 版" in sentence
    assert years(course) == [2025, 2026]


def test_rest_changes_after_an_outline(institution):
    course = create(institution)
    OutlineFactory(course=course)

    assert change(course, name="生涯教育", credits=Decimal("2.5")).name == "生涯教育"


def test_change_to_a_code_in_use_is_refused(institution):
    create(institution)
    other = create(institution, code="C2")

    with pytest.raises(ValidationError) as refused:
        change(other)

    assert list(refused.value.message_dict) == ["code"]
    assert Course.objects.get(pk=other.pk).code == "C2"


@pytest.mark.parametrize("kind", ["office", "admin"])
def test_office_creates_the_first_course(sign_in, institution, kind):
    client = sign_in(kind)
    assert ADD in client.get(LIST).content.decode()

    response = client.post(ADD, POSTED, follow=True)

    course = Course.objects.get(institution=institution)
    assert years(course) == [2025, 2026]
    html = response.content.decode()
    assert "已保存" in html
    assert edit_address(course) in html


def test_form_keeps_what_was_typed_when_refused(sign_in, institution):
    CourseFactory(institution=institution, code="C2092001")

    response = sign_in("office").post(ADD, POSTED)

    assert response.status_code == 422
    html = response.content.decode()
    assert "代码 C2092001 已是课程" in html
    assert 'value="2026、2025，2025"' in html


@pytest.mark.parametrize("typed", ["2026级", "20265", "26", "1899", "２０２６", "²026"])
def test_entry_year_that_is_none_is_named(sign_in, institution, typed):
    response = sign_in("office").post(ADD, POSTED | {"required_for": f"2025, {typed}"})

    assert response.status_code == 422
    assert f"“{typed}”不是入学年份" in response.content.decode()
    assert not Course.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("credits", "-1"), ("credits", "2.25"), ("theory_hours", "-1"), ("online_hours", "1000")],
)
def test_numbers_out_of_bounds_change_nothing(sign_in, field, value):
    response = sign_in("office").post(ADD, POSTED | {field: value})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Course.objects.exists()


def test_edit_opens_filled_in_and_saves(sign_in, institution):
    course = create(institution)
    client = sign_in("office")

    assert 'value="2025, 2026"' in client.get(edit_address(course)).content.decode()
    response = client.post(edit_address(course), POSTED | {"name": "生涯教育", "required_for": ""})

    assert response.status_code == 302
    course.refresh_from_db()
    assert course.name == "生涯教育"
    assert years(course) == []


def test_course_of_another_institution_is_not_found(sign_in):
    foreign = CourseFactory(institution=InstitutionFactory(province="42"))
    client = sign_in("office")

    assert client.get(edit_address(foreign)).status_code == 404
    assert client.post(edit_address(foreign), POSTED).status_code == 404
    assert foreign.name not in client.get(LIST).content.decode()


def test_office_of_one_school_only_reads_at_another(sign_in, institution):
    elsewhere = InstitutionFactory(province="42")
    own, other = CourseFactory(institution=institution), CourseFactory(institution=elsewhere)
    client = sign_in("office")
    RoleFactory(user=client.user, kind="auditor", institution=elsewhere)

    html = client.get(LIST).content.decode()

    assert other.code in html
    assert edit_address(own) in html
    assert edit_address(other) not in html
    assert client.get(edit_address(other)).status_code == 404


@pytest.mark.parametrize("kind", ["department", "auditor", "instructor"])
def test_reader_sees_courses_and_no_way_to_change_them(sign_in, institution, kind):
    course = create(institution)
    client = sign_in(kind)

    html = client.get(LIST).content.decode()

    assert course.code in html
    assert ADD not in html
    assert edit_address(course) not in html
    assert client.get(ADD).status_code == 403


@pytest.mark.parametrize("query", ["生涯", "c77", "plan"])
def test_list_is_searched_by_names_and_code(sign_in, institution, query):
    CourseFactory(institution=institution, code="C77", name="生涯规划", name_en="Planning")
    CourseFactory(institution=institution, code="C88", name="就业指导", name_en="Jobs")

    html = sign_in("office").get(LIST, {"q": query}).content.decode()

    assert "C77" in html
    assert "C88" not in html
    assert "共 1 门课程" in html


def test_search_that_finds_nothing_says_so(sign_in, institution):
    CourseFactory(institution=institution)

    assert "没有符合条件的课程" in sign_in("office").get(LIST, {"q": "无"}).content.decode()


@pytest.mark.parametrize(
    ("sort", "codes"),
    [
        ("", ["C1", "C2", "C3"]),
        ("password", ["C1", "C2", "C3"]),
        ("-code", ["C3", "C2", "C1"]),
        ("name", ["C3", "C1", "C2"]),
        ("-credits", ["C2", "C3", "C1"]),
        ("hours", ["C2", "C1", "C3"]),
    ],
)
def test_list_is_sorted(sign_in, institution, sort, codes):
    for code, name, credits, hours in (
        ("C1", "B", 1, 20),
        ("C2", "C", 3, 10),
        ("C3", "A", 2, 30),
    ):
        CourseFactory(
            institution=institution, code=code, name=name, credits=credits, theory_hours=hours
        )

    html = sign_in("office").get(LIST, {"sort": sort}).content.decode()

    assert re.findall(r"<td>(C\d)</td>", html) == codes


def test_list_turns_pages(sign_in, institution):
    for number in range(51):
        CourseFactory(institution=institution, code=f"P{number:02d}")

    html = sign_in("office").get(LIST, {"page": 2}).content.decode()

    assert re.findall(r"<td>(P\d\d)</td>", html) == ["P50"]
    assert "共 51 门课程" in html


def test_list_names_the_latest_outline_once(sign_in, institution):
    course = create(institution)
    for number in (1, 2):
        OutlineFactory(course=course, number=number)

    html = sign_in("office").get(LIST).content.decode()

    assert "第 2 版" in html
    assert html.count(f"<td>{course.code}</td>") == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_the_same_queries_for_one_and_three(
    sign_in, institution, django_assert_num_queries, rows
):
    for number in range(rows):
        OutlineFactory(course=create(institution, code=f"C{number}"))
    client = sign_in("office")

    with django_assert_num_queries(QUERIES):
        client.get(LIST)


def test_outline_list_leads_offices_to_a_new_course(sign_in):
    outlines = reverse("publishing:list")

    assert ADD in sign_in("office").get(outlines).content.decode()
    assert ADD not in sign_in("instructor").get(outlines).content.decode()
