"""Issuing for many classes: what one class can't get doesn't stop the others, and nothing that
breaks off is done twice or lost."""

import io
import zipfile

import pytest
from pypdf import PdfReader

from assessments.certificates.domain import CertificatesRefused
from assessments.certificates.domain.runs import carry_out, classes_due, counted, start_run
from assessments.certificates.enums import RunClassState
from assessments.certificates.models import Certificate, IssueRun
from assessments.grading.enums import SheetState
from media.jobs.errors import JobCancelled
from media.jobs.models import Job
from media.jobs.progress import SilentProgress
from tests.factories.certificates import ISSUED_ON, locked_class, passed
from tests.factories.institutions import InstitutionFactory
from tests.factories.teaching import TermFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def term(institution):
    return TermFactory(institution=institution)


@pytest.fixture
def classes(institution, term):
    return [locked_class(institution, names=[f"王{n}", f"李{n}"]) for n in range(3)]


def started(institution, term, **changes):
    return start_run(institution, term=term, issued_on=ISSUED_ON, by=None, **changes)


def zipped(run):
    with run.archive.file.open("rb") as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


@pytest.mark.usefixtures("classes")
def test_run_issues_every_class_and_zips_their_documents(institution, term):
    run = started(institution, term)
    carry_out(run)
    assert counted(run) == {"waiting": 0, "issued": 3, "refused": 0, "certificates": 6}
    archive = zipped(run)
    assert len(archive.namelist()) == 3
    pages = [len(PdfReader(io.BytesIO(archive.read(name))).pages) for name in archive.namelist()]
    assert pages == [2, 2, 2]


def test_class_that_is_refused_does_not_stop_the_others(institution, term, classes):
    passed(classes[1], "李\U000f0001")
    run = started(institution, term)
    carry_out(run)
    assert counted(run)["issued"] == 2
    refused = run.classes.get(state=RunClassState.REFUSED)
    assert refused.teaching_class == classes[1]
    assert "字体" in refused.reason


def test_class_whose_sheet_is_open_is_not_in_the_run(institution, term, classes):
    sheet = classes[0].grade_sheet
    sheet.state = SheetState.DRAFT
    sheet.save()
    assert set(classes_due(institution, term=term)) == set(classes[1:])


def test_run_of_a_department_takes_the_classes_where_its_students_sit(institution, term, classes):
    department = classes[2].enrolments.first().student.department
    assert classes[2] in classes_due(institution, term=term, department=department)
    other = locked_class(InstitutionFactory(), names=["外校"])
    foreign = other.enrolments.first().student.department
    assert not classes_due(institution, term=term, department=foreign)


def test_run_without_any_class_is_refused(institution, term):
    with pytest.raises(CertificatesRefused):
        started(institution, term)
    assert not IssueRun.objects.exists()


@pytest.mark.usefixtures("classes")
def test_run_again_issues_nothing_twice(institution, term):
    run = started(institution, term)
    carry_out(run)
    carry_out(run)
    carry_out(started(institution, term))
    assert Certificate.objects.count() == 6
    serials = sorted(Certificate.objects.values_list("serial", flat=True))
    assert [int(serial[-6:]) for serial in serials] == [1, 2, 3, 4, 5, 6]


class Breaks(SilentProgress):
    """Something happens at the nth report."""

    def __init__(self, at, error):
        super().__init__()
        self.left, self.error = at, error

    def __call__(self, percent, message=""):
        self.left -= 1
        if self.left == 0:
            raise self.error


@pytest.mark.usefixtures("classes")
@pytest.mark.parametrize("at", [1, 2, 3, 4, 5, 6, 7])
def test_run_that_broke_off_anywhere_is_finished_by_the_next(institution, term, at):
    run = started(institution, term)
    with pytest.raises(RuntimeError):
        carry_out(run, progress=Breaks(at, RuntimeError()))
    carry_out(IssueRun.objects.get(pk=run.pk))
    assert Certificate.objects.count() == 6
    assert len(zipped(IssueRun.objects.get(pk=run.pk)).namelist()) == 3


@pytest.mark.usefixtures("classes")
def test_cancelled_run_says_how_far_it_came_and_can_be_taken_up(institution, term):
    run = started(institution, term)
    with pytest.raises(JobCancelled, match="3 个教学班，已完成 1 个"):
        carry_out(run, progress=Breaks(2, JobCancelled()))
    assert Certificate.objects.count() == 2
    carry_out(run)
    assert Certificate.objects.count() == 6


@pytest.mark.usefixtures("classes")
def test_office_starts_a_run_and_downloads_the_zip(sign_in, run_jobs, term):
    client = sign_in("office")
    with run_jobs():
        response = client.post(
            "/my/certificates/runs/", {"term": term.public_id, "issued_on": "2026-11-01"}
        )
    job, run = Job.objects.get(), IssueRun.objects.get()
    assert response["Location"] == f"/my/jobs/{job.public_id}/"
    assert (job.state, job.next_url) == ("succeeded", f"/my/certificates/runs/{run.public_id}/")
    assert job.result["certificates"] == 6
    text = client.get(job.next_url).text
    assert "份证书" in text
    zipped_file = client.get(f"{job.next_url}archive/")
    assert zipped_file["Content-Type"] == "application/zip"
    assert b"".join(zipped_file.streaming_content).startswith(b"PK")
    with run_jobs():
        client.post(f"{job.next_url}continue/")
    assert Certificate.objects.count() == 6


@pytest.mark.usefixtures("classes")
def test_run_page_asks_as_often_for_one_class_as_for_three(sign_in, institution, term):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = sign_in("office")
    few = started(institution, term)
    few.classes.exclude(pk=few.classes.first().pk).delete()
    many = started(institution, term)
    counts = []
    for run in (few, many):
        client.get(f"/my/certificates/runs/{run.public_id}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/my/certificates/runs/{run.public_id}/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
