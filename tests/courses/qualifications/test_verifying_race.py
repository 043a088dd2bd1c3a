"""Two people of the office verify one certificate at the same moment."""

import datetime
import threading

import pytest
from django.db import connection

from courses.qualifications.domain import CertificateRefused, verify_certificate
from courses.qualifications.enums import CertificateState
from courses.qualifications.models import CertificateRule
from tests.factories.institutions import UserFactory
from tests.factories.qualifications import StaffCertificateFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.services,
    pytest.mark.usefixtures("on_postgresql"),
]


def at_once(certificate, people) -> list[str]:
    """What became of each attempt."""
    outcomes: list[str] = []
    start = threading.Barrier(len(people))

    def act(person) -> None:
        try:
            start.wait(timeout=60)
            outcomes.append(verify_certificate(certificate, by=person).state)
        except CertificateRefused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_one_of_two_verifiers_finds_it_decided() -> None:
    certificate = StaffCertificateFactory(state=CertificateState.SUBMITTED)
    assert at_once(certificate, UserFactory.create_batch(2)) == ["refused", "verified"]


def test_where_two_are_needed_both_count_and_a_third_is_refused() -> None:
    certificate = StaffCertificateFactory(state=CertificateState.SUBMITTED)
    CertificateRule.objects.create(
        institution=certificate.institution,
        verifiers=2,
        reminder_days=[],
        citation="x",
        valid_from=datetime.date(2020, 1, 1),
    )
    people = UserFactory.create_batch(3)
    assert at_once(certificate, people) == ["refused", "submitted", "verified"]
    certificate.refresh_from_db()
    assert certificate.first_checked_by != certificate.decided_by


def test_one_person_in_two_windows_is_one_verifier() -> None:
    certificate = StaffCertificateFactory(state=CertificateState.SUBMITTED)
    CertificateRule.objects.create(
        institution=certificate.institution,
        verifiers=2,
        reminder_days=[],
        citation="x",
        valid_from=datetime.date(2020, 1, 1),
    )
    assert at_once(certificate, [UserFactory()] * 2) == ["refused", "submitted"]
