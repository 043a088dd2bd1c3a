"""Opening a term."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from courses.teaching.domain import open_term
from courses.teaching.domain.days import day_in_term
from courses.teaching.domain.terms import set_exam_weeks, term_errors
from courses.teaching.models import Term
from tests.factories.institutions import InstitutionFactory
from tests.factories.teaching import TermFactory


def opened(institution, code="2026-2027-1", first_monday="2026-08-31", weeks=18):
    return open_term(
        institution,
        code=code,
        first_monday=datetime.date.fromisoformat(first_monday),
        weeks=weeks,
        by=None,
    )


@pytest.mark.django_db
def test_term_opens(institution) -> None:
    term = opened(institution)
    assert (term.code, term.last_day) == ("2026-2027-1", datetime.date(2027, 1, 3))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"code": "2026-1"}, "code"),
        ({"code": "2026-2028-1"}, "code"),
        ({"code": "2026-2027-4"}, "code"),
        ({"first_monday": "2026-09-01"}, "first_monday"),
        ({"first_monday": "2027-03-01"}, "first_monday"),
        ({"code": "2026-2027-2"}, "first_monday"),
        ({"weeks": 0}, "weeks"),
        ({"weeks": 31}, "weeks"),
    ],
)
def test_term_that_does_not_fit_is_refused_and_changes_nothing(institution, facts, field) -> None:
    with pytest.raises(ValidationError) as caught:
        opened(institution, **facts)
    assert list(caught.value.error_dict) == [field]
    assert not Term.objects.exists()


@pytest.mark.django_db
def test_term_twice_is_refused(institution) -> None:
    opened(institution)
    with pytest.raises(ValidationError):
        opened(institution)


@pytest.mark.django_db
def test_term_overlapping_another_is_refused(institution) -> None:
    opened(institution, weeks=25)
    with pytest.raises(ValidationError):
        opened(institution, code="2026-2027-2", first_monday="2027-02-15")


@pytest.mark.django_db
def test_other_institution_opens_the_same_term(institution) -> None:
    opened(institution)
    assert opened(InstitutionFactory()).pk


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2090, 1, 1)), st.sampled_from("123"))
def test_accepted_term_begins_on_a_monday_of_its_school_year(day, number) -> None:
    code = f"{day.year}-{day.year + 1}-{number}"
    if not term_errors(code=code, first_monday=day, weeks=18):
        assert day.weekday() == 0
        # A first term: the others begin in the second year of the code.
        assert number == "1"


@given(st.text(max_size=12))
def test_any_text_as_code_is_accepted_or_explained(code) -> None:
    errors = term_errors(code=code, first_monday=datetime.date(2026, 8, 31), weeks=18)
    assert code == "2026-2027-1" or "code" in errors or "first_monday" in errors


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "text"),
    [
        ("2026-08-31", "8月31日 周一 第1周"),
        ("2026-09-14", "9月14日 周一 第3周"),
        ("2027-01-03", "1月3日 周日 第18周"),
    ],
)
def test_day_reads_as_on_a_timetable(day, text) -> None:
    assert day_in_term(TermFactory(), datetime.date.fromisoformat(day)) == text


@pytest.mark.django_db
def test_exam_weeks_follow_the_teaching_weeks(institution) -> None:
    term = set_exam_weeks(opened(institution), exam_weeks=2, by=None)
    term.refresh_from_db()
    assert (term.last_day, term.last_exam_day) == (
        datetime.date(2027, 1, 3),
        datetime.date(2027, 1, 17),
    )
    assert [week for week in range(25) if term.is_exam_week(week)] == [19, 20]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [-1, 5])
def test_exam_weeks_that_a_term_never_has_are_refused(institution, count) -> None:
    term = opened(institution)
    with pytest.raises(ValidationError):
        set_exam_weeks(term, exam_weeks=count, by=None)


@pytest.mark.django_db
def test_exam_weeks_in_the_next_term_are_refused(institution) -> None:
    term = opened(institution)
    opened(institution, code="2026-2027-2", first_monday="2027-01-18", weeks=16)
    set_exam_weeks(term, exam_weeks=2, by=None)
    with pytest.raises(ValidationError, match="2026-2027-2"):
        set_exam_weeks(term, exam_weeks=3, by=None)
    assert Term.objects.get(pk=term.pk).exam_weeks == 2


@pytest.mark.django_db
def test_term_that_begins_in_exam_weeks_is_refused(institution) -> None:
    set_exam_weeks(opened(institution), exam_weeks=3, by=None)
    with pytest.raises(ValidationError, match="2026-2027-1"):
        opened(institution, code="2026-2027-2", first_monday="2027-01-18", weeks=16)


@pytest.mark.django_db
def test_office_says_how_many_exam_weeks_there_are(sign_in, institution) -> None:
    term = opened(institution)
    office = sign_in("office")
    address = reverse("teaching:exam_weeks", args=[term.public_id])
    page = office.post(address, {"exam_weeks": "2"}, follow=True).content.decode()
    assert "2027-01-17" in page
    assert office.post(address, {"exam_weeks": "9"}).status_code == 422
    assert Term.objects.get(pk=term.pk).exam_weeks == 2
