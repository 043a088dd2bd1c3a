"""The ladder before the end of a certificate."""

import datetime

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import OperationalError, connection

from courses.institutions.domain.staff import change_employment, end_employment
from courses.institutions.enums import RoleKind, StaffKind
from courses.qualifications.domain import authorisation, load_catalogue, verify_certificate
from courses.qualifications.domain.certificate_rules import (
    add_certificate_rule,
    ladder_of,
    withdraw_certificate_rule,
)
from courses.qualifications.domain.expiry import (
    expiring,
    send_expiry_reminders,
    step_reached,
    to_mind,
)
from courses.qualifications.enums import CertificateState, Recognition
from courses.qualifications.models import CertificateRule
from tests.factories.institutions import RoleFactory, StaffMemberFactory, UserFactory
from tests.factories.qualifications import (
    CredentialLevelFactory,
    LevelRecognitionFactory,
    StaffCertificateFactory,
    TeachingRuleFactory,
)

pytestmark = pytest.mark.django_db
ENDS = datetime.date(2026, 12, 31)


def before(days: int) -> datetime.date:
    return ENDS - datetime.timedelta(days=days)


@pytest.fixture
def ladder():
    CertificateRule.objects.create(
        verifiers=1,
        reminder_days=[90, 60, 30, 7],
        citation="示例",
        valid_from=datetime.date(2008, 1, 1),
    )


@pytest.fixture
def ending(institution, ladder):
    """A certificate that ends, of somebody with an account; and an office."""
    RoleFactory(
        kind=RoleKind.TEACHING_OFFICE, institution=institution, user__email="office@example.edu"
    )
    staff = StaffMemberFactory(
        institution=institution, name="张三", user=UserFactory(email="zhang@example.edu")
    )
    return StaffCertificateFactory(staff=staff, expires_on=ENDS)


@pytest.mark.parametrize(
    ("left", "step"),
    [(91, None), (90, 90), (61, 90), (60, 60), (8, 30), (7, 7), (0, 7), (-1, None)],
)
def test_step_is_the_lowest_that_is_reached(left, step) -> None:
    assert step_reached(left, (90, 60, 30, 7)) == step


def test_each_step_is_sent_once_to_holder_and_office(ending, django_capture_on_commit_callbacks):
    sent = []
    with django_capture_on_commit_callbacks(execute=True):
        for days in (91, 90, 90, 75, 60, 7, 0, -1):
            sent.append(send_expiry_reminders(on=before(days)))
    assert sent == [0, 1, 0, 0, 1, 1, 0, 0]
    assert {tuple(one.to) for one in mail.outbox} == {
        ("zhang@example.edu",),
        ("office@example.edu",),
    }
    assert len(mail.outbox) == 6
    assert "张三" in mail.outbox[0].body
    assert ending.number not in mail.outbox[0].body


def test_run_after_weeks_of_silence_sends_the_last_step_only(ending) -> None:
    assert send_expiry_reminders(on=before(20)) == 1
    assert [one.days for one in ending.reminders.all()] == [30]


def test_office_gets_one_mail_for_all(ending, institution, django_capture_on_commit_callbacks):
    StaffCertificateFactory(staff__institution=institution, expires_on=ENDS)
    with django_capture_on_commit_callbacks(execute=True):
        assert send_expiry_reminders(on=before(60)) == 2
    assert [one.to for one in mail.outbox].count(["office@example.edu"]) == 1


def test_nothing_is_sent_once_a_renewal_is_verified(ending) -> None:
    renewal = StaffCertificateFactory(
        staff=ending.staff,
        level=ending.level,
        issued_on=before(100),
        expires_on=datetime.date(2031, 12, 31),
        state=CertificateState.SUBMITTED,
    )
    assert len(expiring(ending.institution, on=before(60))) == 1
    verify_certificate(renewal, by=UserFactory())
    assert expiring(ending.institution, on=before(60)) == []
    assert send_expiry_reminders(on=before(60)) == 0
    assert to_mind(ending.staff, on=before(60)) == []


def test_certificate_of_another_credential_is_no_renewal(ending) -> None:
    StaffCertificateFactory(staff=ending.staff, expires_on=None)
    assert len(expiring(ending.institution, on=before(60))) == 1


@pytest.mark.parametrize(("step", "reminded"), [(-1, 1), (1, 0)])
def test_only_a_level_as_high_is_a_renewal(ending, step, reminded) -> None:
    ending.level.position = 3
    ending.level.save()
    other = CredentialLevelFactory(
        credential_type=ending.level.credential_type, position=ending.level.position + step
    )
    StaffCertificateFactory(staff=ending.staff, level=other, expires_on=None)
    assert len(expiring(ending.institution, on=before(60))) == reminded


def test_holder_who_left_is_reminded_only_after_coming_back(ending) -> None:
    staff = ending.staff
    end_employment(staff, valid_to=before(80), by=UserFactory())
    assert send_expiry_reminders(on=before(60)) == 0
    change_employment(
        staff,
        kind=StaffKind.FULL_TIME_TEACHER,
        school_level=True,
        valid_from=before(40),
        by=UserFactory(),
    )
    assert send_expiry_reminders(on=before(30)) == 1


def test_certificate_of_a_holder_who_left_and_returned_counts_again(institution) -> None:
    TeachingRuleFactory(province=institution.province)
    level = LevelRecognitionFactory(recognition=Recognition.COUNTS).level
    staff = StaffCertificateFactory(
        staff__institution=institution, level=level, expires_on=ENDS
    ).staff
    end_employment(staff, valid_to=before(80), by=UserFactory())
    change_employment(
        staff,
        kind=StaffKind.FULL_TIME_TEACHER,
        school_level=True,
        valid_from=before(40),
        by=UserFactory(),
    )
    answers = [authorisation(staff, on=before(days)).allowed for days in (81, 80, 41, 40, 0, -1)]
    assert answers == [True, False, False, True, True, False]


def test_schools_own_ladder_goes_before_the_example(institution, ladder) -> None:
    tomorrow = datetime.date.today() + datetime.timedelta(days=1)
    add_certificate_rule(
        institution,
        verifiers=2,
        reminder_days=[14, 120, 14],
        citation="校发〔2026〕1号",
        valid_from=tomorrow,
        by=UserFactory(),
    )
    today = tomorrow - datetime.timedelta(days=1)
    assert ladder_of(institution, on=today) == (90, 60, 30, 7)
    assert ladder_of(institution, on=tomorrow) == (120, 14)
    assert withdraw_certificate_rule(institution, by=UserFactory()) == tomorrow
    assert ladder_of(institution, on=tomorrow) == (90, 60, 30, 7)


def test_own_page_minds_what_ends_has_ended_and_was_returned(ending) -> None:
    returned = StaffCertificateFactory(staff=ending.staff, state=CertificateState.RETURNED)
    assert {one.pk for one in to_mind(ending.staff, on=before(30))} == {ending.pk, returned.pk}
    assert ending in to_mind(ending.staff, on=before(-10))
    assert ending not in to_mind(ending.staff, on=before(-400))


@pytest.mark.parametrize("number", [1, 3])
def test_expiring_takes_two_queries(ending, number, django_assert_num_queries) -> None:
    for _ in range(number):
        StaffCertificateFactory(staff__institution=ending.institution, expires_on=ENDS)
    with django_assert_num_queries(2):
        rows = expiring(ending.institution, on=before(30))
        assert {row.certificate.level.name for row in rows}


def test_shipped_rule_has_the_usual_ladder(institution) -> None:
    load_catalogue()
    assert ladder_of(institution, on=ENDS) == (90, 60, 30, 7)
    assert load_catalogue().types == 0


def test_institution_that_fails_keeps_no_other_from_being_reminded(ending, monkeypatch) -> None:
    from courses.qualifications.domain import expiry

    StaffCertificateFactory(expires_on=ENDS)
    usual = expiry.expiring

    def broken(institution, **arguments):
        if institution == ending.institution:
            raise OSError("away")
        return usual(institution, **arguments)

    with monkeypatch.context() as patched:
        patched.setattr(expiry, "expiring", broken)
        with pytest.raises(ExceptionGroup, match="1 institutions; 1 were told"):
            send_expiry_reminders(on=before(30))
    # What failed is made up for, what was sent isn't sent again.
    assert send_expiry_reminders(on=before(30)) == 1


@pytest.mark.django_db(transaction=True)
def test_run_that_breaks_between_two_mails_tells_nobody_and_records_nothing(ending) -> None:
    """As a worker runs it: in no transaction but its own."""

    def broken(execute, sql, params, many, context):
        if sql.startswith("SELECT") and RoleKind.TEACHING_OFFICE in (params or ()):
            raise OperationalError("the database is away")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(broken), pytest.raises(ExceptionGroup):
        send_expiry_reminders(on=before(30))
    assert (mail.outbox, ending.reminders.count()) == ([], 0)
    assert send_expiry_reminders(on=before(30)) == 1
    assert len(mail.outbox) == 2


def test_daily_command_announces_certificates(ending, capsys) -> None:
    call_command("send_reminders")
    assert "certificates announced" in capsys.readouterr().out
