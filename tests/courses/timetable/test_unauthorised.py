"""Published meetings that their instructor may not teach on their date."""

import datetime

import pytest
from django.urls import reverse

from courses.institutions.enums import RoleKind
from courses.qualifications.domain import grant_waiver, revoke_certificate, verify_certificate
from courses.qualifications.enums import CertificateState, Recognition
from courses.timetable.domain.unauthorised import gaps_of, gaps_of_term, unauthorised
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Meeting
from tests.factories.institutions import StaffMemberFactory, UserFactory
from tests.factories.qualifications import (
    LevelRecognitionFactory,
    StaffCertificateFactory,
    TeachingRuleFactory,
)
from tests.factories.teaching import TeachingClassFactory, TermFactory
from tests.factories.timetable import MeetingFactory

pytestmark = pytest.mark.django_db
FIRST = datetime.date(2026, 8, 31)
WEEK = datetime.timedelta(weeks=1)
# The Monday of week 9: the last day of the certificate.
NINTH = FIRST + 8 * WEEK


@pytest.fixture
def term(institution):
    TeachingRuleFactory(province=institution.province)
    return TermFactory(institution=institution, first_monday=FIRST)


@pytest.fixture
def level():
    return LevelRecognitionFactory(recognition=Recognition.COUNTS).level


@pytest.fixture
def teacher(institution, level):
    staff = StaffMemberFactory(institution=institution, name="张三", user=UserFactory())
    StaffCertificateFactory(staff=staff, level=level, expires_on=NINTH)
    return staff


def teach(term, staff, weeks=range(1, 13), **facts):
    teaching_class = TeachingClassFactory(term=term)
    return [
        MeetingFactory(
            teaching_class=teaching_class,
            instructor=staff,
            date=FIRST + (week - 1) * WEEK,
            week=week,
            **facts,
        )
        for week in weeks
    ]


def test_certificate_blocks_exactly_the_meetings_after_its_last_day(term, teacher) -> None:
    meetings = teach(term, teacher)
    (gap,) = gaps_of_term(term)
    assert gap.meetings == tuple(meetings[9:])
    assert (gap.first_week, gap.blocks) == (10, True)
    assert gap.sentence.startswith("第10周")
    assert "张三" in gap.sentence
    assert set(unauthorised(meetings)) == {one.pk for one in meetings[9:]}


def test_renewal_verified_lifts_it_at_once(term, teacher, level) -> None:
    teach(term, teacher)
    renewal = StaffCertificateFactory(
        staff=teacher, level=level, issued_on=FIRST, state=CertificateState.SUBMITTED
    )
    assert gaps_of_term(term)
    verify_certificate(renewal, by=UserFactory())
    assert gaps_of_term(term) == []


def test_certificate_revoked_after_publication_is_named_everywhere(
    term, institution, level, sign_in
) -> None:
    """From then on nothing is covered that isn't held yet; the instructor can't record it."""
    certificate = StaffCertificateFactory(staff__institution=institution, level=level)
    staff = certificate.staff
    meetings = teach(term, staff, weeks=range(1, 5))
    Meeting.objects.filter(pk=meetings[0].pk).update(status=MeetingStatus.HELD)
    office = sign_in(RoleKind.TEACHING_OFFICE)
    board = reverse("timetable:board"), {"term": term.public_id}
    assert "无人有资格任教" not in office.get(*board).content.decode()
    revoke_certificate(certificate, reason="证书系伪造", by=UserFactory())
    (gap,) = gaps_of_term(term)
    assert (gap.meetings, gap.blocks) == (tuple(meetings[1:]), True)
    for page in (board, (reverse("timetable:unauthorised"), {"term": term.public_id})):
        text = office.get(*page).content.decode()
        assert "第2周" in text
        assert staff.name in text


def test_renewal_that_begins_late_leaves_the_weeks_between(term, teacher, level) -> None:
    meetings = teach(term, teacher)
    StaffCertificateFactory(staff=teacher, level=level, issued_on=NINTH + 2 * WEEK)
    (gap,) = gaps_of_term(term)
    assert gap.meetings == (meetings[9],)


def test_waiver_lifts_it_until_its_end(term, teacher) -> None:
    meetings = teach(term, teacher)
    grant_waiver(
        teacher,
        reason="已报名",
        valid_from=NINTH,
        valid_to=NINTH + 2 * WEEK,
        by=UserFactory(),
    )
    (gap,) = gaps_of_term(term)
    assert gap.meetings == tuple(meetings[10:])


def test_substitute_who_may_teach_closes_the_gap(term, teacher, level) -> None:
    meetings = teach(term, teacher)
    colleague = StaffCertificateFactory(staff__institution=term.institution, level=level).staff
    Meeting.objects.filter(pk=meetings[9].pk).update(instructor=colleague)
    (gap,) = gaps_of_term(term)
    assert gap.meetings == tuple(meetings[10:])


def test_held_and_cancelled_meetings_are_no_gap(term, teacher) -> None:
    teach(term, teacher, weeks=[10], status=MeetingStatus.HELD)
    teach(term, teacher, weeks=[11], status=MeetingStatus.CANCELLED)
    assert gaps_of_term(term) == []


def test_undecided_is_a_notice_that_blocks_nothing(term, institution) -> None:
    doubtful = LevelRecognitionFactory(recognition=Recognition.UNDECIDED).level
    staff = StaffCertificateFactory(staff__institution=institution, level=doubtful).staff
    teach(term, staff, weeks=[1])
    (gap,) = gaps_of_term(term)
    assert not gap.blocks


def test_rule_in_principle_leaves_no_gap(institution) -> None:
    TeachingRuleFactory(province=institution.province, severity="in_principle")
    term = TermFactory(institution=institution, first_monday=FIRST)
    teach(term, StaffMemberFactory(institution=institution))
    assert gaps_of_term(term) == []


@pytest.mark.parametrize("classes", [1, 3])
def test_gaps_take_a_fixed_number_of_queries(
    term, level, institution, classes, django_assert_num_queries
) -> None:
    for _ in range(classes):
        staff = StaffCertificateFactory(
            staff__institution=institution, level=level, expires_on=NINTH
        ).staff
        teach(term, staff)
    with django_assert_num_queries(3):
        found = gaps_of(Meeting.objects.filter(term=term))
        assert [gap.sentence for gap in found]
    assert len(found) == classes


@pytest.mark.parametrize("role", [RoleKind.TEACHING_OFFICE, RoleKind.AUDITOR])
def test_page_and_board_name_them_in_the_first_week(term, teacher, sign_in, role) -> None:
    teach(term, teacher)
    client = sign_in(role)
    for route in ("unauthorised", "board"):
        text = client.get(reverse(f"timetable:{route}"), {"term": term.public_id}).content.decode()
        assert "第10周" in text
        assert "张三" in text


def test_page_says_that_all_is_well(term, sign_in) -> None:
    text = sign_in("office").get(reverse("timetable:unauthorised")).content.decode()
    assert "都有任教资格" in text


def test_meetings_of_another_school_are_not_named(term, teacher, sign_in) -> None:
    teach(term, teacher)
    text = sign_in("office", institution=TermFactory().institution).get(
        reverse("timetable:unauthorised")
    )
    assert "张三" not in text.content.decode()
