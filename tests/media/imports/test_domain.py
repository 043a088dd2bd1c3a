"""The way of a file without a screen."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import storages
from django.db import connection

from courses.institutions.models import Student, StudentPeriod
from media.imports import domain
from media.imports.enums import ImportState
from media.imports.models import ImportRun
from media.imports.registry import importer_of, register_importer
from media.jobs.errors import JobCancelled
from media.jobs.progress import SilentProgress
from media.library.models import PrivateFile
from media.spreadsheets.errors import SpreadsheetRefused
from media.spreadsheets.limits import DEFAULT
from tests.factories.institutions import AdministrativeClassFactory, RoleFactory
from tests.media.imports.conftest import KNOWN_CLASS


def context_of(institution):
    return {"institution": institution.pk, "study_years": 4, "enrolled_from": None}


@pytest.fixture
def run(known_class, good_file, run_jobs):
    role = RoleFactory(institution=known_class.institution)
    with run_jobs():
        run = domain.upload(
            "roster",
            content=good_file,
            filename="名单.xlsx",
            context=context_of(known_class.institution),
            by=role.user,
        )
    run.refresh_from_db()
    return run


@pytest.mark.django_db
def test_upload_refuses_whoever_has_no_role_there(institution, good_file):
    stranger = RoleFactory().user

    with pytest.raises(PermissionDenied):
        domain.upload(
            "roster",
            content=good_file,
            filename="a.xlsx",
            context=context_of(institution),
            by=stranger,
        )

    assert not PrivateFile.objects.exists()


class Endless:
    """A file of any length that notes how much of it was read."""

    taken = 0

    def read(self, size):
        self.taken += size
        return b"x" * size


@pytest.mark.django_db
def test_upload_reads_no_further_than_the_limit(institution):
    file = Endless()

    with pytest.raises(SpreadsheetRefused):
        domain.upload(
            "roster",
            content=file,
            filename="a.xlsx",
            context=context_of(institution),
            by=RoleFactory(institution=institution).user,
        )

    assert file.taken <= DEFAULT.file_size + 1
    assert not ImportRun.objects.exists()


@pytest.mark.django_db
def test_upload_never_uses_the_name_as_a_path(known_class, good_file, run_jobs):
    with run_jobs():
        run = domain.upload(
            "roster",
            content=good_file,
            filename="../../etc/名单\r\n.xlsx",
            context=context_of(known_class.institution),
            by=RoleFactory(institution=known_class.institution).user,
        )

    assert ".." not in run.source.file.name
    assert storages["private"].exists(run.source.file.name)


@pytest.mark.django_db
def test_cancelled_import_leaves_nothing(run):
    class Cancelled(SilentProgress):
        def __call__(self, percent, message=""):
            if percent > 60:
                raise JobCancelled

    with pytest.raises(JobCancelled):
        domain.carry_out(run.pk, options={}, by=run.uploaded_by, progress=Cancelled())

    assert not Student.objects.exists()
    run.refresh_from_db()
    assert run.state == ImportState.READY


@pytest.mark.django_db
def test_job_that_runs_twice_writes_once(run):
    first = domain.carry_out(run.pk, options={}, by=run.uploaded_by, progress=SilentProgress())
    second = domain.carry_out(run.pk, options={}, by=run.uploaded_by, progress=SilentProgress())

    assert first == second
    assert StudentPeriod.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_once(institution, good_file):
    AdministrativeClassFactory(
        major__department__institution=institution,
        major__department__name=KNOWN_CLASS["学院"],
        major__name=KNOWN_CLASS["专业"],
        name=KNOWN_CLASS["班级"],
    )
    user = RoleFactory(institution=institution).user
    run = domain.upload(
        "roster", content=good_file, filename="a.xlsx", context=context_of(institution), by=user
    )
    together = threading.Barrier(2)

    def work(_number):
        try:
            together.wait()
            return domain.carry_out(run.pk, options={}, by=user, progress=SilentProgress())
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        receipts = list(pool.map(work, range(2)))

    assert receipts[0] == receipts[1]
    assert Student.objects.count() == 2
    assert StudentPeriod.objects.count() == 2


def test_second_importer_of_a_kind_is_an_error():
    class Other:
        kind = "roster"

    known = importer_of("roster")
    with pytest.raises(ValueError, match="roster"):
        register_importer(Other())
    assert importer_of("roster") is known
