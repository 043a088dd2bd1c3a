"""Certificates from a list and a zip of scans."""

import datetime
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from courses.qualifications.domain import load_catalogue
from courses.qualifications.domain.certificate_columns import read_certificates
from courses.qualifications.domain.certificate_import import (
    apply_certificates,
    preview_certificates,
)
from courses.qualifications.domain.scans import LIMITS, Scan, ScanArchive, ScanTarget, match_scans
from courses.qualifications.enums import CertificateState
from courses.qualifications.models import StaffCertificate
from media.imports.errors import ImportRefused
from media.imports.models import ImportRun
from media.jobs.progress import SilentProgress
from media.library.models import PrivateFile
from tests.courses.qualifications.files import pdf, picture
from tests.factories.institutions import StaffMemberFactory, UserFactory
from tests.factories.qualifications import StaffCertificateFactory

pytestmark = pytest.mark.django_db
HEADER = "工号,姓名,专/兼职,职称,职业资格证书及等级,证书编号,发证日期,有效期至"


@pytest.fixture(autouse=True)
def _private(settings, tmp_path) -> None:
    storages = {**settings.STORAGES}
    storages["private"] = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path, "base_url": None},
    }
    settings.STORAGES = storages


@pytest.fixture
def school(institution):
    """The catalogue, and five people T0000 to T0004."""
    load_catalogue()
    for n, name in enumerate(("韩平", "曲瑞", "王杨", "曹文", "杨勇")):
        StaffMemberFactory(institution=institution, staff_number=f"T{n:04d}", name=name)
    return institution


ROWS = (
    "T0000,韩平,专职,讲师,三级职业指导师,1800000000000000,2018.1.1,长期",
    "T0001,曲瑞,兼职,副教授,二级职业指导师,1801000000000001,2019年2月2日,",
    "T0002,王杨,专职 ,助教,四级职业指导员,1802000000000002,2020/03/03,",
    "T0003,曹文,校外专家,教授,GCDF全球职业规划师,1803000000000003,2021.4.4,2026-04-03",
    "T0004,杨勇,兼职,讲师,,,,长期",
)


def table(*rows: str):
    return read_certificates("\n".join((HEADER, *rows)).encode("gb18030"), filename="证书.csv")


def archive(**files: bytes) -> bytes:
    return archive_of(list(files.items()))


def archive_of(files: list[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files:
            target.writestr(name, content)
    return buffer.getvalue()


def apply(institution, *rows, scans=None, by=None):
    return apply_certificates(
        institution, table(*rows), scans=scans, by=by or UserFactory(), progress=SilentProgress()
    )


def preview(institution, *rows, scans=None):
    found = table(*rows)
    return preview_certificates(institution, found, scans=scans, progress=SilentProgress()), found


def test_list_of_the_office_is_filed_to_be_verified(school) -> None:
    office = UserFactory()
    receipt = apply(school, *ROWS, by=office)
    assert [line["count"] for line in receipt["counts"]][:4] == [4, 0, 0, 1]
    rows = StaffCertificate.objects.order_by("staff__staff_number")
    assert [
        (row.level.name, row.issued_on.isoformat(), row.expires_on, row.state) for row in rows
    ] == [
        ("三级 助理职业指导师", "2018-01-01", None, "submitted"),
        ("二级 职业指导师", "2019-02-02", None, "submitted"),
        ("四级 职业指导员", "2020-03-03", None, "submitted"),
        ("GCDF 全球职业规划师", "2021-04-04", datetime.date(2026, 4, 3), "submitted"),
    ]
    assert {row.submitted_by for row in rows} == {office}


def test_same_list_again_changes_nothing(school) -> None:
    apply(school, *ROWS)
    receipt = apply(school, *ROWS)
    assert [line["count"] for line in receipt["counts"]][:3] == [0, 0, 4]
    assert StaffCertificate.objects.count() == 4


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("T9999,无名,,,二级职业指导师,1801000000000001,2019.2.2,", "A"),
        ("T0001,韩平,,,二级职业指导师,1801000000000001,2019.2.2,", "B"),
        ("T0001,曲瑞,,,一级厨师,1801000000000001,2019.2.2,", "E"),
        ("T0001,曲瑞,,,三级职业指导师,豫A-1,2019.2.2,", "E"),
        ("T0001,曲瑞,,,GCDF,,2019.2.2,", "F"),
        ("T0001,曲瑞,,,二级职业指导师,1801000000000001,,", "G"),
        ("T0001,曲瑞,,,二级职业指导师,1801000000000001,2019.2.30,", "G"),
        ("T0001,曲瑞,,,二级职业指导师,1801000000000001,2999.1.1,", "G"),
        ("T0001,曲瑞,,,二级职业指导师,1801000000000001,2019.2.2,2018.1.1", "H"),
        ("T0001,曲瑞,,,,1801000000000001,2019.2.2,", "E"),
    ],
    ids=[
        "unknown person", "another name", "unknown level", "ambiguous level", "no number",
        "no day", "impossible day", "future", "ends before issue", "no level",
    ],
)  # fmt: skip
def test_bad_cell_is_marked_and_nothing_is_filed(school, row, column) -> None:
    shown, _table = preview(school, ROWS[0], row)
    (bad,) = shown["bad_rows"]
    assert bad["number"] == 3
    assert [cell["letter"] for cell in bad["cells"] if cell["problems"]] == [column]
    with pytest.raises(ImportRefused):
        apply(school, ROWS[0], row)
    assert not StaffCertificate.objects.exists()


def test_same_certificate_twice_in_a_list_is_marked(school) -> None:
    shown, _table = preview(school, ROWS[0], ROWS[0])
    assert shown["counts"]["bad"] == 1


def test_level_named_in_two_schemes_is_told_by_its_number(school) -> None:
    apply(school, "T0000,韩平,,,三级职业指导师,S000041070000123456789,2024.1.1,长期")
    assert StaffCertificate.objects.get().level.name == "职业指导师 三级（高级工）"


def test_number_of_somebody_else_and_a_missing_end_are_remarked_on(school) -> None:
    StaffCertificateFactory(
        level=StaffCertificate._meta.get_field("level").related_model.objects.get(
            name="二级 职业指导师"
        ),
        number="1801000000000001",
    )
    shown, _table = preview(school, ROWS[1], "T0003,曹文,,,GCDF,G-1,2021.4.4,")
    marks = {mark["row"]: mark["sentence"] for mark in shown["marks"]}
    assert "编号" in marks[2]
    assert "2026-04-03" in marks[3]
    assert shown["counts"]["bad"] == 0


def test_renewal_in_a_list_names_what_it_renews(school) -> None:
    apply(school, ROWS[3])
    old = StaffCertificate.objects.get()
    StaffCertificate.objects.update(state=CertificateState.VERIFIED)
    apply(school, "T0003,曹文,,,GCDF,1803000000000003,2026.4.4,2031-04-03")
    assert StaffCertificate.objects.latest("pk").renews == old


def test_verified_certificate_with_another_end_is_not_overwritten(school) -> None:
    apply(school, ROWS[3])
    StaffCertificate.objects.update(state=CertificateState.VERIFIED)
    shown, _table = preview(school, ROWS[3].replace("2026-04-03", "2028-04-03"))
    assert shown["counts"]["bad"] == 1


def test_scans_go_to_the_certificates_by_staff_number(school) -> None:
    scans = archive_of(
        [
            ("T0000_职业指导师.pdf", pdf()),
            ("扫描件/T0001/证书.png", picture()),
            ("T0002-a.png", b"hello"),
            ("张三.png", picture()),
            ("__MACOSX/._T0003.png", b"x"),
        ]
    )
    receipt = apply(school, *ROWS[:4], scans=scans)
    with_scan = StaffCertificate.objects.exclude(evidence=None)
    assert set(with_scan.values_list("staff__staff_number", "evidence__content_type")) == {
        ("T0000", "application/pdf"),
        ("T0001", "image/png"),
    }
    notes = "\n".join(receipt["notes"])
    assert "张三.png" in notes
    assert "T0002-a.png" in notes
    assert "MACOSX" not in notes


def test_scans_may_follow_with_the_same_list(school) -> None:
    apply(school, ROWS[0])
    receipt = apply(school, ROWS[0], scans=archive_of([("T0000.png", picture())]))
    assert receipt["counts"][1]["count"] == 1
    assert StaffCertificate.objects.get().evidence.content_type == "image/png"
    # And once more: a scan is added, never replaced.
    receipt = apply(school, ROWS[0], scans=archive_of([("T0000.png", picture())]))
    assert receipt["counts"][2]["count"] == 1


def test_scan_that_may_mean_two_certificates_is_listed_not_guessed(school) -> None:
    other = "T0000,韩平,,,GCDF,G-77,2021.4.4,2026-04-03"
    scans = archive_of([("T0000.png", picture()), ("T0000_GCDF.png", picture())])
    receipt = apply(school, ROWS[0], other, scans=scans)
    assert StaffCertificate.objects.exclude(evidence=None).get().level.name.startswith("GCDF")
    assert any("T0000.png" in note for note in receipt["notes"])


def test_names_in_gbk_are_read(school) -> None:
    content = archive_of([("T0000_XXXXXX.png", picture())])
    content = content.replace(b"XXXXXX", "职业员".encode("gb18030"))
    (scan,) = ScanArchive(content).scans
    assert scan.name == "T0000_职业员.png"


@pytest.mark.parametrize(
    "content",
    [
        b"no zip",
        archive_of([("T0000.png", bytes(2 * LIMITS.ratio_checked_from))]),
        archive_of([(f"{n}.png", b"x") for n in range(LIMITS.entries + 1)]),
    ],
    ids=["not a zip", "bomb", "too many"],
)
def test_archive_that_is_none_or_a_bomb_is_refused_and_files_nothing(school, content) -> None:
    with pytest.raises(ImportRefused):
        apply(school, ROWS[0], scans=content)
    assert not StaffCertificate.objects.exists()


def test_archive_with_an_executable_keeps_it_out(school) -> None:
    receipt = apply(school, ROWS[0], scans=archive_of([("T0000.exe", b"MZ" + bytes(100))]))
    assert any("T0000.exe" in note for note in receipt["notes"])
    assert StaffCertificate.objects.get().evidence is None


@given(st.lists(st.text(min_size=1, max_size=20), max_size=6))
def test_no_file_name_breaks_the_matching(names) -> None:
    target = ScanTarget(1, "T1", "N1", lambda name: False)
    found = match_scans([Scan(name, name) for name in names], [target])
    assert len(found.by_key) + len(found.unused) == len(names)


def test_office_enters_a_list_on_the_screen(school, sign_in, run_jobs) -> None:
    client = sign_in("office")
    content = "\n".join((HEADER, *ROWS)).encode("gb18030")
    with run_jobs():
        client.post(
            reverse("qualifications:import"),
            {
                "file": SimpleUploadedFile("证书.csv", content),
                "scans": SimpleUploadedFile(
                    "扫描件.zip", archive_of([("T0000.png", picture()), ("T0009.png", picture())])
                ),
            },
        )
    run = ImportRun.objects.get()
    page = client.get(reverse("imports:detail", args=[run.public_id])).content.decode()
    assert "T0009.png" in page
    assert not StaffCertificate.objects.exists()
    with run_jobs():
        client.post(reverse("imports:apply", args=[run.public_id]))
    assert StaffCertificate.objects.count() == 4
    assert "4" in client.get(reverse("imports:detail", args=[run.public_id])).content.decode()


def test_archive_of_scans_is_removed_once_they_are_filed(school, sign_in, run_jobs) -> None:
    client = sign_in("office")
    scans = archive_of([("T0000.png", picture()), ("T0009.png", picture())])
    with run_jobs():
        client.post(
            reverse("qualifications:import"),
            {
                "file": SimpleUploadedFile(
                    "证书.csv", "\n".join((HEADER, *ROWS)).encode("gb18030")
                ),
                "scans": SimpleUploadedFile("扫描件.zip", scans),
            },
        )
    archive = PrivateFile.objects.get(content_type="application/zip")
    with run_jobs():
        client.post(reverse("imports:apply", args=[ImportRun.objects.get().public_id]))
    assert StaffCertificate.objects.exclude(evidence=None).count() == 1
    assert not PrivateFile.objects.filter(pk=archive.pk).exists()
    assert not archive.file.storage.exists(archive.file.name)


def test_list_for_another_school_reaches_nobody_here(school, sign_in) -> None:
    stranger = StaffMemberFactory(staff_number="X1", name="外校")
    shown, _table = preview(school, f"{stranger.staff_number},外校,,,GCDF,G-1,2021.4.4,")
    assert shown["counts"]["bad"] == 1


def test_only_the_office_enters_lists(school, sign_in) -> None:
    for role in ("auditor", "department", "instructor"):
        assert sign_in(role).get(reverse("qualifications:import")).status_code == 403
    assert sign_in("office").get(reverse("qualifications:import-template")).status_code == 200
