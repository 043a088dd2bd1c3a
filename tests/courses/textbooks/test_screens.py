"""Screens of textbooks, by role."""

import pytest
from django.urls import reverse

from courses.textbooks.models import Textbook, TextbookAdoption, TextbookApproval
from tests.factories.institutions import RoleFactory, UserFactory
from tests.factories.teaching import TeachingAssignmentFactory, TeachingClassFactory
from tests.factories.textbooks import (
    TextbookAdoptionFactory,
    TextbookApprovalFactory,
    TextbookFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, course):
    user = RoleFactory(kind="office", institution=course.institution).user
    client.force_login(user, backend="cms.users.backends.AccountBackend")
    return user


def propose(client, term, course, book, **values):
    form = {
        "course": str(course.public_id),
        "textbook": str(book.public_id),
        "part": "base",
        **values,
    }
    return client.post(f"{reverse('textbooks:propose')}?term={term.public_id}", form)


def test_office_chooses_a_base_from_the_list(client, office, course, term):
    book = TextbookApprovalFactory(textbook__institution=course.institution).textbook
    assert propose(client, term, course, book).status_code == 302
    assert TextbookAdoption.objects.get().state == "approved"
    page = client.get(reverse("textbooks:term")).content.decode()
    assert book.title in page


def test_refusal_stands_in_the_form_and_changes_nothing(client, office, course, term):
    book = TextbookFactory(institution=course.institution)
    answer = propose(client, term, course, book)
    assert answer.status_code == 422
    assert "没有列入" in answer.content.decode()
    assert not TextbookAdoption.objects.exists()


def test_book_of_another_school_is_no_choice(client, office, course, term):
    answer = propose(client, term, course, TextbookFactory(), part="supplement", reason="好")
    assert answer.status_code == 422


def test_instructor_proposes_only_for_their_courses(client, one_class, course, term):
    role = RoleFactory(kind="instructor", institution=course.institution)
    client.force_login(role.user, backend="cms.users.backends.AccountBackend")
    book = TextbookFactory(institution=course.institution)
    values = {"part": "supplement", "reason": "补充案例"}
    assert propose(client, term, course, book, **values).status_code == 422
    TeachingAssignmentFactory(teaching_class=one_class, staff__user=role.user)
    assert propose(client, term, course, book, **values).status_code == 302


def test_office_approves_what_another_proposed(client, office, course, term):
    adoption = TextbookAdoptionFactory(course=course, term=term, proposed_by=UserFactory())
    client.post(reverse("textbooks:decide", args=[adoption.public_id]), {"decision": "approve"})
    adoption.refresh_from_db()
    assert (adoption.state, adoption.decided_by) == ("approved", office)


def test_office_sees_no_buttons_for_its_own_proposal(client, office, course, term):
    TextbookAdoptionFactory(course=course, term=term, proposed_by=office)
    page = client.get(reverse("textbooks:term")).content.decode()
    assert "须由他人审批" in page


def test_book_is_ended_with_a_reason(client, office, course, term):
    adoption = TextbookAdoptionFactory(
        course=course, term=term, state="approved", decided_at="2026-08-01T00:00:00+08:00"
    )
    address = reverse("textbooks:end", args=[adoption.public_id])
    assert client.post(address, {"on": "2026-08-01", "note": "停用"}).status_code == 422
    assert client.post(address, {"on": "2026-10-12", "note": "停用"}).status_code == 302
    adoption.refresh_from_db()
    assert str(adoption.valid_to) == "2026-10-12"


def test_province_lists_a_book_for_its_schools(client, course):
    role = RoleFactory(kind="province", institution=None, province=course.institution.province)
    client.force_login(role.user, backend="cms.users.backends.AccountBackend")
    book = {"title": "就业指导", "edition": "第1版", "authors": "编写组", "kind": "unified"}
    answer = client.post(reverse("textbooks:add"), book)
    saved = Textbook.objects.get()
    assert answer["Location"] == reverse("textbooks:approve", args=[saved.public_id])
    client.post(
        answer["Location"],
        {"authority": "省教育厅", "citation": "目录", "valid_from": "2026-01-01"},
    )
    approval = TextbookApproval.objects.get()
    assert (approval.institution, approval.province) == (None, role.province)


def test_province_finds_no_book_of_a_school(client, course):
    role = RoleFactory(kind="province", institution=None, province="99")
    client.force_login(role.user, backend="cms.users.backends.AccountBackend")
    book = TextbookFactory(institution=course.institution)
    assert client.get(reverse("textbooks:approve", args=[book.public_id])).status_code == 404


def test_usage_is_exported(client, office, course, term):
    answer = client.get(reverse("textbooks:usage_export"))
    assert answer["Content-Disposition"] == 'attachment; filename="textbooks-2026-2027-1.xlsx"'
    assert answer.content[:2] == b"PK"


@pytest.mark.parametrize("number", [1, 3])
def test_list_of_the_term_takes_the_same_queries(
    number, client, office, one_class, course, term, django_assert_max_num_queries
):
    for _ in range(number):
        other = TeachingClassFactory(term=term, outline__course__institution=course.institution)
        TextbookAdoptionFactory(course=other.course, term=term)
    with django_assert_max_num_queries(11):
        client.get(reverse("textbooks:term"))


def test_filter_shows_the_term_whose_books_are_listed(client, office, course, term):
    for name in ("textbooks:term", "textbooks:usage"):
        html = client.get(reverse(name)).content.decode()
        assert f'<option value="{term.public_id}" selected>' in html


def test_form_says_where_books_come_from_when_there_are_none(client, office, course, term):
    address = f"{reverse('textbooks:propose')}?term={term.public_id}"
    assert "还没有可选的教材" in client.get(address).content.decode()
    TextbookFactory(institution=course.institution)
    assert "还没有可选的教材" not in client.get(address).content.decode()
