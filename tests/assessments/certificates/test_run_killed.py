"""A worker killed in the middle of a run over many classes: the next one goes on, nobody has two
and nobody is left out. Real processes, a database and a cache of their own."""

import os
import signal

import pytest

from tests.media.jobs.test_worker_killed import (
    asked,
    manage,
    place,
    prepare_database,
    wait_for,
    worker,
)

__all__ = ["place", "worker"]  # fixtures

CLASSES, STUDENTS = 8, 4
START = f"""
from courses.institutions.enums import RoleKind
from courses.institutions.domain.roles import grant_role
from courses.teaching.models import Term
from cms.users.models import User
from assessments.certificates import jobs
from assessments.certificates.domain.runs import start_run
from media.jobs.domain import start_job
from tests.factories.certificates import ISSUED_ON, locked_class
from tests.factories.institutions import InstitutionFactory
school = InstitutionFactory()
office = User.objects.create(username="office")
grant_role(office, kind=RoleKind.TEACHING_OFFICE, institution=school, by=None)
for n in range({CLASSES}):
    locked_class(school, names=[f"王{{n}}号{{m}}" for m in range({STUDENTS})])
run = start_run(school, term=Term.objects.get(), issued_on=ISSUED_ON, by=office)
start_job(jobs.RUN, title="run", params={{"run": run.pk}}, by=office)
"""


@pytest.mark.django_db(transaction=True)
def test_run_survives_the_death_of_its_worker(place, worker, django_db_setup):
    prepare_database(place)
    manage(place, "shell", "-v", "0", "-c", START)
    documents = "SELECT COUNT(*) FROM assessments_certificatebatch WHERE document_id IS NOT NULL"
    state = "SELECT state FROM media_job ORDER BY id DESC LIMIT 1"
    first = worker()
    wait_for(lambda: asked(place, documents) >= 2, 120)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert asked(place, state) == "running"
    assert asked(place, documents) < CLASSES
    worker()
    wait_for(lambda: asked(place, state) == "succeeded", 180)
    assert asked(place, documents) == CLASSES
    everybody = CLASSES * STUDENTS
    certificates = "SELECT COUNT(*) FROM assessments_certificate"
    assert asked(place, certificates) == everybody
    assert asked(place, "SELECT COUNT(DISTINCT enrolment_id) FROM assessments_certificate") == (
        everybody
    )
    assert asked(place, "SELECT last FROM assessments_serialcounter") == everybody
    assert asked(place, "SELECT COUNT(*) FROM assessments_issuerun WHERE archive_id > 0") == 1
