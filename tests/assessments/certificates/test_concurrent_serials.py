"""Many offices and classes at once: no gap, no double (PostgreSQL and SQLite alike)."""

import threading

import pytest
from django.db import connection

from assessments.certificates.domain import issue_certificates
from assessments.certificates.models import Certificate, SerialCounter
from tests.factories.certificates import ISSUED_ON, locked_class
from tests.factories.institutions import InstitutionFactory

# SQLite lets one write at a time; there fewer show the same.
RACERS = 50 if connection.vendor == "postgresql" else 8


@pytest.mark.django_db(transaction=True)
def test_serials_have_no_gap_and_no_double_under_concurrent_issue():
    institution = InstitutionFactory()
    classes = [locked_class(institution, names=["王小明", "李华"]) for _ in range(RACERS)]
    failures = race([lambda c=c: issue(c) for c in classes])
    assert failures == []
    numbers = sorted(int(s[-6:]) for s in Certificate.objects.values_list("serial", flat=True))
    assert numbers == list(range(1, 2 * RACERS + 1))
    assert SerialCounter.objects.get().last == 2 * RACERS


@pytest.mark.django_db(transaction=True)
def test_two_people_issuing_for_the_same_class_make_one_batch():
    teaching_class = locked_class(InstitutionFactory(), names=["王小明", "李华"])
    failures = race([lambda: issue(teaching_class)] * 4)
    assert failures == []
    assert teaching_class.certificate_batches.count() == 1
    assert Certificate.objects.count() == 2


def issue(teaching_class):
    issue_certificates(teaching_class, issued_on=ISSUED_ON, by=None)


def race(works):
    """Run the works at the same moment, each on a connection of its own; what they raised."""
    failures = []
    start = threading.Barrier(len(works))

    def run(work):
        try:
            start.wait(timeout=30)
            work()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return failures
