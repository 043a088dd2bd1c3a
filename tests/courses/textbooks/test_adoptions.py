"""Which book a course may use, who decides, what a class used when."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from courses.textbooks.domain import (
    AdoptionRefused,
    add_textbook,
    approve_textbook,
    class_uses,
    decide_adoption,
    end_adoption,
    end_approval,
    propose_textbook,
)
from courses.textbooks.domain.catalogue import thirteen_digits
from courses.textbooks.models import Textbook, TextbookAdoption
from tests.factories.institutions import InstitutionFactory, UserFactory
from tests.factories.teaching import TeachingClassFactory, TermFactory
from tests.factories.textbooks import TextbookApprovalFactory, TextbookFactory

pytestmark = pytest.mark.django_db
WEEK = datetime.timedelta(days=7)


@pytest.fixture
def listed(course):
    return TextbookApprovalFactory(textbook__institution=course.institution).textbook


def proposed(course, term, book, **values):
    values = {"part": "supplement", "reason": "补充本省案例", "by": UserFactory(), **values}
    return propose_textbook(course, term=term, textbook=book, **values)


def test_base_from_an_approved_list_is_in_use_at_once(course, term, listed):
    adoption = proposed(course, term, listed, part="base", reason="", at_once=True)
    assert (adoption.state, adoption.valid_from) == ("approved", term.first_monday)


def test_base_that_is_on_no_list_is_refused(course, term):
    book = TextbookFactory(institution=course.institution)
    with pytest.raises(AdoptionRefused, match="2026-08-31没有列入任何选用目录"):
        proposed(course, term, book, part="base", at_once=True)
    assert not TextbookAdoption.objects.exists()


def test_base_whose_approval_ended_before_the_term_is_refused(course, term, listed):
    end_approval(listed.approvals.get(), on=term.first_monday, by=None)
    with pytest.raises(AdoptionRefused):
        proposed(course, term, listed, part="base", at_once=True)


def test_list_of_the_province_reaches_its_schools_only(course, term):
    province = course.institution.province
    ours = TextbookApprovalFactory(textbook__institution=None, textbook__province=province).textbook
    theirs = TextbookApprovalFactory(textbook__institution=None, textbook__province="99").textbook
    assert proposed(course, term, ours, part="base", at_once=True).state == "approved"
    with pytest.raises(AdoptionRefused, match="属于其他学校的目录"):
        proposed(course, term, theirs)


def test_base_proposed_by_an_instructor_waits(course, term, listed):
    assert proposed(course, term, listed, part="base").state == "proposed"


def test_supplement_waits_even_when_the_office_proposes_it(course, term):
    book = TextbookFactory(institution=course.institution)
    assert proposed(course, term, book, at_once=True).state == "proposed"


def test_supplement_without_a_reason_is_refused(course, term):
    book = TextbookFactory(institution=course.institution)
    with pytest.raises(AdoptionRefused, match="补充了基础教材的哪些内容"):
        proposed(course, term, book, reason="  ")


def test_nobody_decides_their_own_proposal(course, term):
    adoption = proposed(course, term, TextbookFactory(institution=course.institution))
    with pytest.raises(AdoptionRefused, match="须由他人审批"):
        decide_adoption(adoption, approve=True, by=adoption.proposed_by)
    adoption.refresh_from_db()
    assert adoption.state == "proposed"


def test_decision_is_made_once(course, term):
    adoption = proposed(course, term, TextbookFactory(institution=course.institution))
    decide_adoption(adoption, approve=True, by=UserFactory())
    with pytest.raises(AdoptionRefused, match="已经处理过"):
        decide_adoption(adoption, approve=False, note="晚了", by=UserFactory())


def test_return_needs_a_note(course, term):
    adoption = proposed(course, term, TextbookFactory(institution=course.institution))
    with pytest.raises(AdoptionRefused, match="退回理由"):
        decide_adoption(adoption, approve=False, by=UserFactory())


def test_returned_book_may_be_proposed_again(course, term):
    adoption = proposed(course, term, TextbookFactory(institution=course.institution))
    decide_adoption(adoption, approve=False, note="请说明章节", by=UserFactory())
    assert proposed(course, term, adoption.textbook).pk != adoption.pk


def test_same_book_twice_is_refused(course, term):
    adoption = proposed(course, term, TextbookFactory(institution=course.institution))
    with pytest.raises(AdoptionRefused, match="已选用或已申报"):
        proposed(course, term, adoption.textbook)


def test_new_base_takes_the_place_of_the_old_from_its_day(course, term, listed):
    first = proposed(course, term, listed, part="base", at_once=True)
    other = TextbookApprovalFactory(textbook__institution=course.institution).textbook
    day = term.first_monday + 4 * WEEK
    proposed(course, term, other, part="base", at_once=True, valid_from=day)
    first.refresh_from_db()
    assert first.valid_to == day


def test_two_bases_from_the_same_day_are_refused(course, term, listed):
    proposed(course, term, listed, part="base", at_once=True)
    other = TextbookApprovalFactory(textbook__institution=course.institution).textbook
    with pytest.raises(AdoptionRefused, match="更晚的日期"):
        proposed(course, term, other, part="base", at_once=True)


def test_new_base_before_the_end_of_an_ended_one_is_refused(course, term, listed):
    first = proposed(course, term, listed, part="base", at_once=True)
    end_adoption(first, on=term.first_monday + 6 * WEEK, note="停用", by=None)
    other = TextbookApprovalFactory(textbook__institution=course.institution).textbook
    with pytest.raises(AdoptionRefused, match="更晚的日期"):
        proposed(
            course, term, other, part="base", at_once=True, valid_from=term.first_monday + WEEK
        )


@pytest.mark.parametrize("days", [-1, 18 * 7])
def test_day_outside_the_term_is_refused(course, term, listed, days):
    with pytest.raises(AdoptionRefused, match="不在本学期内"):
        proposed(
            course,
            term,
            listed,
            part="base",
            valid_from=term.first_monday + datetime.timedelta(days=days),
        )


def test_term_of_another_institution_is_refused(course, listed):
    with pytest.raises(AdoptionRefused, match="属于其他学校"):
        proposed(course, TermFactory(), listed, part="base")


def test_class_of_another_course_is_refused(course, term):
    book = TextbookFactory(institution=course.institution)
    with pytest.raises(AdoptionRefused, match="不属于该课程或该学期"):
        proposed(course, term, book, classes=[TeachingClassFactory()])


def test_usage_names_edition_and_days_of_each_class(one_class, course, term, listed):
    first = proposed(course, term, listed, part="base", at_once=True)
    other = TextbookApprovalFactory(textbook__institution=course.institution).textbook
    day = term.first_monday + 4 * WEEK
    second = proposed(course, term, other, part="base", at_once=True, valid_from=day)
    uses = class_uses([one_class])
    assert [(use.adoption, use.since, use.until) for use in uses] == [
        (first, term.first_monday, day - datetime.timedelta(days=1)),
        (second, day, term.last_day),
    ]


def test_usage_says_which_class_has_no_base(one_class):
    assert [use.adoption for use in class_uses([one_class])] == [None]


def test_supplement_for_some_classes_is_used_by_those_only(one_class, course, term):
    sister = TeachingClassFactory(term=term, outline=one_class.outline)
    adoption = proposed(
        course, term, TextbookFactory(institution=course.institution), classes=[sister]
    )
    decide_adoption(adoption, approve=True, by=UserFactory())
    uses = class_uses([one_class, sister])
    assert [use.teaching_class for use in uses if use.adoption == adoption] == [sister]


def test_proposed_book_is_not_in_use(one_class, course, term):
    proposed(course, term, TextbookFactory(institution=course.institution))
    assert [use.adoption for use in class_uses([one_class])] == [None]


@pytest.mark.parametrize("number", [1, 3])
def test_usage_takes_two_queries(
    number, one_class, course, term, listed, django_assert_num_queries
):
    proposed(course, term, listed, part="base", at_once=True)
    classes = [one_class]
    classes += [TeachingClassFactory(term=term, outline=one_class.outline) for _ in range(number)]
    with django_assert_num_queries(2):
        class_uses(classes)


def test_same_edition_twice_is_refused_by_field():
    school = InstitutionFactory()
    book = {"title": "就业指导", "edition": "第1版", "authors": "编写组", "kind": "school"}
    add_textbook(school, by=None, **book)
    with pytest.raises(ValidationError) as refusal:
        add_textbook(school, by=None, **book)
    assert "edition" in refusal.value.message_dict
    assert Textbook.objects.count() == 1


def test_book_stands_on_a_list_once(listed, course):
    with pytest.raises(ValidationError, match="已在此目录中"):
        approve_textbook(
            listed,
            institution=course.institution,
            authority="省教育厅",
            citation="第二条",
            valid_from=datetime.date(2026, 9, 1),
            by=None,
        )


def test_isbn_of_ten_digits_becomes_thirteen():
    assert thirteen_digits("0-306-40615-2") == "9780306406157"


def test_isbn_with_a_wrong_check_digit_is_refused():
    with pytest.raises(ValidationError, match="不是有效的 ISBN"):
        thirteen_digits("978-0-306-40615-8")


@given(st.text(max_size=20))
def test_isbn_is_thirteen_digits_or_refused(text):
    try:
        number = thirteen_digits(text)
    except ValidationError:
        return
    assert number == "" or (len(number) == 13 and number.isdigit())
