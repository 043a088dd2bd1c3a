"""职称评审材料: each line with its source, made by the person or the office, and logged."""

import datetime
import io
import logging
import zipfile

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from courses.qualifications.dossier import dossier_source, sections_of
from courses.qualifications.dossier.documents import document_number
from courses.qualifications.dossier.registry import _registered
from courses.qualifications.models import Dossier, QualificationWaiver
from media.jobs.models import Job
from media.library.domain import store_private
from tests.factories.fees import teach
from tests.factories.institutions import StaffMemberFactory, UserFactory
from tests.factories.qualifications import StaffCertificateFactory

pytestmark = pytest.mark.django_db
PERIOD = {"start": datetime.date(2026, 1, 1), "end": datetime.date(2026, 12, 31)}
ASKED = {name: day.isoformat() for name, day in PERIOD.items()}
DAY = datetime.date(2026, 9, 14)
ONE_DAY = datetime.timedelta(days=1)


@pytest.fixture
def teacher(institution):
    return StaffMemberFactory(institution=institution, name="王小明", user=UserFactory())


def lines(staff, key, **period):
    (section,) = (one for one in sections_of(staff, **(PERIOD | period)) if one.key == key)
    return section.lines


def make(client, staff, run_jobs):
    with run_jobs():
        client.post(reverse("qualifications:dossier_make", args=[staff.public_id]), ASKED)
    return Dossier.objects.get()


def unzipped(answer):
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer)))
    return {name: archive.read(name) for name in archive.namelist()}


def test_teaching_is_summed_by_class_from_roll_calls(teacher) -> None:
    first = teach(teacher, DAY, hours=2)
    teach(teacher, DAY + datetime.timedelta(days=7), hours=3, teaching_class=first.teaching_class)
    teach(teacher, DAY, hours=4)
    found = lines(teacher, "teaching")
    assert sorted(int(line.hours) for line in found) == [4, 5]
    assert found[0].record.startswith("(2026-2027-1)")


def test_teaching_outside_of_the_period_is_left_out(teacher) -> None:
    teach(teacher, DAY)
    assert lines(teacher, "teaching", start=DAY + datetime.timedelta(days=1)) == ()


def test_certificate_is_in_when_it_is_valid_on_some_day_of_the_period(teacher) -> None:
    inside = StaffCertificateFactory(staff=teacher, expires_on=datetime.date(2026, 1, 1))
    StaffCertificateFactory(staff=teacher, expires_on=datetime.date(2025, 12, 31))
    StaffCertificateFactory(staff=teacher, issued_on=datetime.date(2027, 1, 1))
    StaffCertificateFactory(staff=teacher, state="submitted")
    assert [line.record for line in lines(teacher, "certificates")] == [inside.number]


def test_waiver_is_shown_with_its_last_day(teacher, institution) -> None:
    QualificationWaiver.objects.create(
        staff=teacher,
        institution=institution,
        reason="已报名培训",
        valid_from=DAY,
        valid_to=datetime.date(2026, 12, 1),
    )
    (line,) = lines(teacher, "waivers")
    assert (line.last, line.detail) == (datetime.date(2026, 11, 30), "已报名培训")


def test_days_are_those_of_the_school_also_early_in_the_morning(teacher, institution) -> None:
    """At half past six in 郑州 it is still the day before in UTC."""
    early = datetime.datetime(2026, 6, 30, 22, 30, tzinfo=datetime.UTC)
    person = UserFactory()
    StaffCertificateFactory(staff=teacher, decided_by=person, decided_at=early)
    QualificationWaiver.objects.create(
        staff=teacher, institution=institution, reason="r", valid_from=DAY, valid_to=DAY + ONE_DAY
    )
    QualificationWaiver.objects.update(created_at=early, approved_by=person)
    made = Dossier(pk=7, staff=teacher, institution=institution, made_at=early)

    assert "2026-07-01" in lines(teacher, "certificates")[0].detail
    assert "2026-07-01" in lines(teacher, "waivers")[0].record
    assert "-20260701-" in document_number(made)


def test_source_of_another_slice_joins_in_its_place(teacher) -> None:
    @dossier_source("test", position=5)
    class Observations:
        title = "听课"

        def lines(self, staff, start, end):
            return []

    try:
        assert [one.key for one in sections_of(teacher, **PERIOD)][:2] == ["test", "teaching"]
    finally:
        del _registered["test"]


def test_file_holds_pdf_table_and_evidence_once(teacher, sign_in, run_jobs) -> None:
    scan = store_private(b"%PDF-1.4 scan", name="../../证书.pdf", by=None)
    StaffCertificateFactory(staff=teacher, evidence=scan)
    StaffCertificateFactory(staff=teacher, evidence=scan)
    teach(teacher, DAY)
    client = sign_in("office")
    made = make(client, teacher, run_jobs)
    files = unzipped(client.get(reverse("qualifications:dossier_file", args=[made.public_id])))
    stem = f"{teacher.staff_number}-2026-01-01-2026-12-31"
    assert set(files) == {f"{stem}.pdf", f"{stem}.xlsx", "evidence/01-证书.pdf"}
    assert files["evidence/01-证书.pdf"] == b"%PDF-1.4 scan"
    pages = PdfReader(io.BytesIO(files[f"{stem}.pdf"])).pages
    text = "".join(page.extract_text() for page in pages).replace("\n", "")
    for wanted in ("职称评审材料", "-ZC-", "王小明", "2 学时", "/my/delivery/class/", "第 1 页"):
        assert wanted in text
    sheet = load_workbook(io.BytesIO(files[f"{stem}.xlsx"])).active
    assert "evidence/01-证书.pdf" in [cell.value for row in sheet for cell in row]


def test_making_and_taking_are_logged(teacher, sign_in, run_jobs, caplog) -> None:
    StaffCertificateFactory(
        staff=teacher, evidence=store_private(b"%PDF-1.4", name="x.pdf", by=None)
    )
    client = sign_in("office")
    with caplog.at_level(logging.INFO, logger="qihang.audit"):
        made = make(client, teacher, run_jobs)
        unzipped(client.get(reverse("qualifications:dossier_file", args=[made.public_id])))
    for wanted in ("dossier asked for", "evidence put into dossier", "dossier made", "downloaded"):
        assert wanted in caplog.text
    assert made.made_by == client.user


def test_person_makes_the_own_and_sees_nobody_elses(
    teacher, institution, sign_in, run_jobs
) -> None:
    client = sign_in("instructor", user=teacher.user)
    assert make(client, teacher, run_jobs).file is not None
    other = StaffMemberFactory(institution=institution)
    where = reverse("qualifications:dossier_make", args=[other.public_id])
    assert client.post(where, ASKED).status_code == 404


def test_second_click_while_it_is_made_is_the_same_dossier(teacher, sign_in) -> None:
    client = sign_in("office")
    where = reverse("qualifications:dossier_make", args=[teacher.public_id])
    client.post(where, ASKED)
    client.post(where, ASKED)
    assert (Dossier.objects.count(), Job.objects.count()) == (1, 1)


def test_evidence_that_the_disk_has_lost_fails_with_a_sentence(teacher, sign_in, run_jobs) -> None:
    scan = store_private(b"%PDF-1.4", name="x.pdf", by=None)
    StaffCertificateFactory(staff=teacher, evidence=scan)
    scan.file.storage.delete(scan.file.name)
    made = make(sign_in("office"), teacher, run_jobs)
    assert made.file is None
    assert "佐证文件" in Job.objects.get().error


def test_period_that_ends_before_it_begins_makes_nothing(teacher, sign_in) -> None:
    where = reverse("qualifications:dossier_make", args=[teacher.public_id])
    sign_in("office").post(where, {"start": "2026-12-31", "end": "2026-01-01"})
    assert not Dossier.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_much_for_many_lines(
    teacher, sign_in, django_assert_num_queries, count
) -> None:
    for _each in range(count):
        StaffCertificateFactory(
            staff=teacher, evidence=store_private(b"%PDF-1.4", name="x.pdf", by=None)
        )
        teach(teacher, DAY)
    client = sign_in("office")
    where = reverse("qualifications:dossier", args=[teacher.public_id])
    client.get(where, ASKED)
    with django_assert_num_queries(9):
        client.get(where, ASKED)
