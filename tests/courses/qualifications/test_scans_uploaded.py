"""Scans that are sent as several files, or as a folder."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from courses.institutions.enums import RoleKind
from courses.qualifications.domain import load_catalogue, scans
from courses.qualifications.models import StaffCertificate
from media.imports.models import ImportRun
from media.library import few_files
from media.library.models import PrivateFile
from tests.courses.qualifications.files import pdf, picture
from tests.factories.institutions import RoleFactory, StaffMemberFactory

pytestmark = pytest.mark.django_db
OPEN_FILES = Path("/proc/self/fd")
URL = reverse("qualifications:import")
LIST = (
    "工号,姓名,职业资格证书及等级,证书编号,发证日期\n"
    "T0000,韩平,二级职业指导师,1800000000000000,2018.1.1\n"
    "T0001,曲瑞,二级职业指导师,1801000000000001,2019.2.2\n"
).encode()


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
    load_catalogue()
    for number, name in (("T0000", "韩平"), ("T0001", "曲瑞")):
        StaffMemberFactory(institution=institution, staff_number=number, name=name)
    return institution


def form(*parts: tuple[str, str, bytes]) -> dict[str, str | bytes]:
    """A request as a browser sends it: (field, file name with its folders, content)."""
    boundary = b"xxboundaryxx"
    lines = []
    for field, name, content in (("file", "证书.csv", LIST), *parts):
        head = f'Content-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        lines.append(
            b"--" + boundary + b"\r\n" + head.encode()
            + b"Content-Type: application/octet-stream\r\n\r\n" + content + b"\r\n"
        )  # fmt: skip
    body = b"".join(lines) + b"--" + boundary + b"--\r\n"
    return {"data": body, "content_type": f"multipart/form-data; boundary={boundary.decode()}"}


def kept() -> list[str]:
    """Names in the archive that was kept."""
    stored = PrivateFile.objects.get(content_type="application/zip")
    with stored.file.open("rb") as file, zipfile.ZipFile(file) as archive:
        return archive.namelist()


def test_several_files_are_filed_by_staff_number_and_the_rest_is_named(
    school, sign_in, run_jobs
) -> None:
    client = sign_in("office")
    files = [
        SimpleUploadedFile("T0000_职业指导师.pdf", pdf()),
        SimpleUploadedFile("T0001.png", picture()),
        SimpleUploadedFile("T0001-b.png", picture()),
        SimpleUploadedFile("T0009.png", picture()),
        SimpleUploadedFile("T0000.png", b"hello"),
    ]
    with run_jobs():
        client.post(URL, {"file": SimpleUploadedFile("证书.csv", LIST), "scan_files": files})
    run = ImportRun.objects.get()
    page = client.get(reverse("imports:detail", args=[run.public_id])).content.decode()
    for name, reason in (
        ("T0009.png", "文件名中没有名单里的工号"),
        ("T0001.png", "同一证书已使用"),
        ("T0000_职业指导师.pdf", "同一证书已使用"),
    ):
        assert any(name in line and reason in line for line in page.splitlines()), (name, page)
    with run_jobs():
        client.post(reverse("imports:apply", args=[run.public_id]))
    # The picture of T0000 is none, and no other is taken in its place.
    filed = StaffCertificate.objects.exclude(evidence=None)
    assert [row.staff.staff_number for row in filed] == ["T0001"]


def test_folder_keeps_the_names_of_the_folders_in_it(school, sign_in, run_jobs) -> None:
    client = sign_in("office")
    sent = form(
        ("scan_folder", "扫描件/T0000/证书.png", picture()),
        ("scan_folder", "扫描件/T0001/证书.png", picture()),
        ("scan_folder", "扫描件/Thumbs.db", b"x"),
        ("scan_folder", "../../T0001/a.png", picture()),
        ("scan_files", "扫描件/T0000/证书.png", picture()),
    )
    with run_jobs():
        client.post(URL, **sent)
    assert kept() == [
        "扫描件/T0000/证书.png",
        "扫描件/T0001/证书.png",
        "扫描件/Thumbs.db",
        "T0001/a.png",
        "扫描件/T0000/证书~.png",
    ]
    with run_jobs():
        client.post(reverse("imports:apply", args=[ImportRun.objects.get().public_id]))
    assert StaffCertificate.objects.exclude(evidence=None).count() == 2


def test_documents_of_an_office_in_the_folder_keep_no_scan_from_being_taken(
    school, sign_in, run_jobs
) -> None:
    document = io.BytesIO()
    with zipfile.ZipFile(document, "w") as archive:
        for number in range(15):
            archive.writestr(f"word/{number}.xml", "<x/>")
    names = ["T0000.docx", *(f"说明{number}.docx" for number in range(70))]
    parts = [("scan_folder", name, document.getvalue()) for name in names]
    client = sign_in("office")
    with run_jobs():
        client.post(URL, **form(*parts, ("scan_folder", "T0001.png", picture())))
    with run_jobs():
        client.post(reverse("imports:apply", args=[ImportRun.objects.get().public_id]))
    filed = StaffCertificate.objects.exclude(evidence=None)
    assert [row.staff.staff_number for row in filed] == ["T0001"]


def test_names_with_what_stands_for_a_slash_are_paths_as_others(school, sign_in) -> None:
    names = ["∕", "&amp;#8725;", "..∕..∕T0000∕a.png", "&amp;#8725;", "T0001.png∕"]
    parts = [("scan_files", name, picture()) for name in names]
    assert sign_in("office").post(URL, **form(*parts)).status_code == 302
    assert kept() == ["T0000/a.png", "T0001.png"]


def test_request_that_breaks_behind_a_scan_is_a_bad_one(school, sign_in) -> None:
    """For instance a path that is longer than Django takes."""
    parts = [("scan_folder", "a.png", picture()), ("scan_folder", "长" * 400 + ".png", picture())]
    assert sign_in("office").post(URL, **form(*parts)).status_code == 400
    assert not PrivateFile.objects.exists()


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ([("scan_folder", f"{n}.png", b"x") for n in range(4)], "超过3张"),
        ([("scan_files", "a.png", bytes(3000)), ("scan_files", "b.png", b"x")], "连同文件名超过"),
        ([("scans", "a.zip", b"PK"), ("scan_files", "a.png", b"x")], "只能选择其一"),
    ],
    ids=["too many", "too large", "zip and files"],
)
def test_too_many_and_too_large_are_said_in_words_and_nothing_is_kept(
    school, sign_in, monkeypatch, parts, sentence
) -> None:
    from courses.qualifications.forms import register
    from courses.qualifications.views import importing

    small = scans.ReadLimits(entries=3)
    for module in (register, importing):
        monkeypatch.setattr(module, "LIMITS", small)
    monkeypatch.setattr(importing, "ARCHIVE_BYTES", 2000)
    answer = sign_in("office").post(URL, **form(*parts))
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert not ImportRun.objects.exists()
    assert not PrivateFile.objects.exists()


def packed_size(*parts: tuple[str, str, bytes]) -> int:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for _field, name, content in parts:
            archive.writestr(name, content)
    return len(packed.getvalue())


@pytest.fixture
def most_bytes(monkeypatch):
    """The limit, for the form as for the worker."""
    from courses.qualifications.views import importing

    def limit(most: int) -> None:
        for module in (importing, scans):
            monkeypatch.setattr(module, "ARCHIVE_BYTES", most)

    return limit


# Of so small files most of the archive is names.
AT_THE_LIMIT = [
    ("scan_folder", f"招生就业处扫描件/T000{n}/职业资格证书.png", picture()) for n in range(2)
]


def test_scans_that_just_fit_are_taken_and_filed(school, sign_in, run_jobs, most_bytes) -> None:
    most_bytes(packed_size(*AT_THE_LIMIT))
    client = sign_in("office")
    with run_jobs():
        assert client.post(URL, **form(*AT_THE_LIMIT)).status_code == 302
    with run_jobs():
        client.post(reverse("imports:apply", args=[ImportRun.objects.get().public_id]))
    assert StaffCertificate.objects.exclude(evidence=None).count() == 2


def test_scans_that_only_their_names_make_too_large_are_refused_at_once(
    school, sign_in, most_bytes
) -> None:
    most = packed_size(*AT_THE_LIMIT) - 1
    assert sum(len(content) for _field, _name, content in AT_THE_LIMIT) < most
    most_bytes(most)
    answer = sign_in("office").post(URL, **form(*AT_THE_LIMIT))
    assert answer.status_code == 400
    assert "连同文件名" in answer.content.decode()
    assert not ImportRun.objects.exists()
    assert not PrivateFile.objects.exists()


@pytest.mark.skipif(not OPEN_FILES.is_dir(), reason="counts open files")
def test_a_thousand_scans_take_one_temporary_file(school, sign_in, monkeypatch) -> None:
    from media.imports.packing import PackedFiles

    opened = []
    complete = PackedFiles.file_complete

    def counting(self, file_size):
        opened.append(len(list(OPEN_FILES.iterdir())))
        return complete(self, file_size)

    monkeypatch.setattr(PackedFiles, "file_complete", counting)
    client = sign_in("office")
    # Together more than what stays in memory: by itself Django would open a file for each.
    sent = form(*(("scan_folder", f"f/{n}.png", bytes(4096)) for n in range(1000)))
    client.post(URL, **sent)
    assert len(kept()) == 1000
    assert max(opened) - opened[0] <= 2


def test_other_addresses_take_a_hundred_files(school, sign_in) -> None:
    url = reverse("qualifications:rule-add")
    person = sign_in("office")
    few = [("other", f"{n}.png", b"x") for n in range(few_files.MOST - 1)]
    assert person.post(url, **form(*few)).status_code != 400
    assert person.post(url, **form(*few, ("other", "one more.png", b"x"))).status_code == 400


def test_list_without_a_token_is_refused_before_anything_is_kept(school) -> None:
    role = RoleFactory(kind=RoleKind.TEACHING_OFFICE, institution=school)
    client = Client(enforce_csrf_checks=True)
    client.force_login(role.user, backend="cms.users.backends.AccountBackend")
    assert client.post(URL, **form(("scan_files", "T0000.png", picture()))).status_code == 403
    assert not PrivateFile.objects.exists()
    page = client.get(URL)
    token = str(page.context["csrf_token"])
    sent = form(("scan_files", "T0000.png", picture()))
    assert client.post(URL, **sent, headers={"X-CSRFToken": token}).status_code == 302
