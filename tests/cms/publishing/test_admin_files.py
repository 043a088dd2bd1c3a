"""Images, documents and recordings in Wagtail's admin: described, looked into, captioned."""

import struct
import zlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images.tests.utils import get_test_image_file

from courses.delivery.domain import set_online_resources
from media.library.domain import transcript
from media.library.models import LibraryDocument, LibraryImage, LibraryMedia
from tests.cms.files_left_open import FILES_LEFT_OPEN
from tests.factories.content import make_home
from tests.factories.curriculum import OutlineFactory
from tests.factories.library import DESCRIBED, WEBVTT, collection_of, encoded, make_recording

pytestmark = FILES_LEFT_OPEN


@pytest.fixture
def office(author: Any) -> Any:
    return author("office")


@pytest.fixture
def files(institution: Any) -> Any:
    make_home(institution)
    return collection_of(institution)


def video(content: bytes | None = None, name: str = "第一讲.webm") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, encoded() if content is None else content)


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("图.png", get_test_image_file().file.getvalue())


def sent(files: Any, **fields: Any) -> dict[str, Any]:
    return {"title": "第一讲", "collection": files.pk, **DESCRIBED, **fields}


def test_video_is_added_with_its_captions(office: Any, files: Any) -> None:
    response = office.post("/admin/media/video/add/", sent(files, file=video(), captions_zh=WEBVTT))
    assert response.status_code == 302
    media = LibraryMedia.objects.get()
    assert media.content_type == 'video/webm; codecs="vp9, opus"'
    assert (media.width, media.collection, media.uploaded_by_user) == (64, files, office.user)
    assert "我们学写简历" in transcript(media)


def test_captions_come_as_a_file_too(office: Any, files: Any) -> None:
    office.post(
        "/admin/media/video/add/",
        sent(files, file=video(), captions_file=SimpleUploadedFile("a.vtt", WEBVTT.encode())),
    )
    assert "我们学写简历" in transcript(LibraryMedia.objects.get())


@pytest.mark.parametrize("missing", ["caption", "source", "licence", "title", "file"])
def test_recording_must_be_described(office: Any, files: Any, missing: str) -> None:
    fields = sent(files, file=video()) | {missing: ""}
    response = office.post("/admin/media/video/add/", fields)
    assert missing in response.context["form"].errors
    assert not LibraryMedia.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "captions", "field", "word"),
    [
        (b"<html>", "a.webm", "", "file", "MP4"),
        (None, "a.mp4", "", "file", "WEBM"),
        (None, "a.webm", "坏的", "captions_zh", "第 1 行"),
    ],
)
def test_bad_recording_is_refused_beside_its_field(
    office: Any, files: Any, content: Any, name: str, captions: str, field: str, word: str
) -> None:
    fields = sent(files, file=video(content, name), captions_zh=captions)
    for address, prefix in (
        ("/admin/media/video/add/", ""),
        ("/admin/media/video/chooser/upload/", "media-chooser-upload-"),
    ):
        fields["file"].seek(0)
        response = office.post(address, {prefix + key: value for key, value in fields.items()})
        text = response.content.decode() if not prefix else response.json()["html"]
        assert word in text
    assert not LibraryMedia.objects.exists()


def test_dialog_of_the_chooser_adds_a_video(office: Any, files: Any) -> None:
    fields = sent(files, file=video(), captions_zh=WEBVTT)
    response = office.post(
        "/admin/media/video/chooser/upload/",
        {f"media-chooser-upload-{key}": value for key, value in fields.items()},
    )
    media = LibraryMedia.objects.get()
    assert response.json()["result"]["id"] == media.pk
    assert media.tracks.exists()


def test_captions_are_edited_with_the_video(office: Any, files: Any) -> None:
    media = make_recording(files)
    page = office.get(f"/admin/media/edit/{media.pk}/").content.decode()
    assert "大家好，今天我们学写简历。" in page
    assert "还没有字幕" not in page
    changed = sent(files, captions_zh=WEBVTT.replace("大家好", "同学们好"))
    office.post(f"/admin/media/edit/{media.pk}/", changed)
    assert transcript(media).startswith("同学们好")
    office.post(f"/admin/media/edit/{media.pk}/", sent(files, captions_zh=""))
    assert "还没有字幕" in office.get(f"/admin/media/edit/{media.pk}/").content.decode()


def test_new_file_replaces_what_was_found_in_the_old_one(office: Any, files: Any) -> None:
    media = make_recording(files, captions="")
    old = media.file.name
    office.post(f"/admin/media/edit/{media.pk}/", sent(files, file=video()))
    media.refresh_from_db()
    assert (media.duration, media.width) == (pytest.approx(2, abs=0.1), 64)
    assert not media.file.storage.exists(old)


def test_poster_is_a_picture(office: Any, files: Any) -> None:
    fields = sent(files, file=video(), thumbnail=SimpleUploadedFile("a.png", b"<svg onload=x>"))
    response = office.post("/admin/media/video/add/", fields)
    assert response.context["form"].errors.keys() == {"thumbnail"}


def test_colleagues_choose_each_others_recordings(author: Any, files: Any) -> None:
    media = make_recording(files)
    teacher = author("instructor")
    assert "写简历" in teacher.get("/admin/media/chooser/video/").json()["html"]
    chosen = teacher.get(f"/admin/media/chooser/{media.pk}/").json()
    assert chosen["result"]["title"] == "写简历"
    assert teacher.get(f"/admin/media/edit/{media.pk}/").status_code == 302


def test_screens_of_recordings_have_no_script_without_a_nonce(office: Any, files: Any) -> None:
    media = make_recording(files)
    for address in ("video/add/", f"edit/{media.pk}/", "", f"delete/{media.pk}/"):
        html = office.get(f"/admin/media/{address}").content.decode()
        for opening in html.split("<script")[1:]:
            tag = opening.partition(">")[0]
            assert "src=" in tag or "nonce=" in tag or "application/json" in tag, (address, tag)


def png_bomb() -> bytes:
    """40,000 × 40,000 pixels in a few hundred bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 999))
    )


SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("name", "content"), [("a.svg", SCRIPT), ("a.png", SCRIPT), ("a.png", png_bomb())]
)
def test_bad_image_is_refused(office: Any, files: Any, name: str, content: bytes) -> None:
    upload = SimpleUploadedFile(name, content)
    response = office.post("/admin/images/add/", sent(files, file=upload, alt_text="图"))
    assert response.context["form"].errors.keys() == {"file"}
    assert not LibraryImage.objects.exists()


@pytest.mark.parametrize("missing", ["alt_text", "caption", "source", "licence"])
def test_image_must_be_described(office: Any, files: Any, missing: str) -> None:
    fields = sent(files, file=picture(), alt_text="图") | {missing: ""}
    response = office.post("/admin/images/add/", fields)
    assert response.context["form"].errors.keys() == {missing}


def test_images_uploaded_at_once_are_described_before_they_are_kept(
    office: Any, files: Any
) -> None:
    response = office.post(
        "/admin/images/multiple/add/",
        {"title": "图", "collection": files.pk, "files[]": picture()},
    ).json()
    assert response["success"]
    assert not LibraryImage.objects.exists()
    number = response["uploaded_file_id"]
    address = f"/admin/images/multiple/create_from_uploaded_image/{number}/"
    prefix = f"uploaded-image-{number}-"
    fields = {"title": "图", "collection": files.pk, **DESCRIBED}
    refused = office.post(address, {prefix + key: value for key, value in fields.items()})
    assert not refused.json()["success"]
    assert not LibraryImage.objects.exists()
    fields["alt_text"] = "一张白图"
    office.post(address, {prefix + key: value for key, value in fields.items()})
    assert LibraryImage.objects.get().alt_text == "一张白图"


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", b"<html><script>alert(1)</script>"), ("a.svg", SCRIPT), ("a.html", b"<p>")],
)
def test_bad_document_is_refused(office: Any, files: Any, name: str, content: bytes) -> None:
    upload = SimpleUploadedFile(name, content)
    response = office.post("/admin/documents/add/", sent(files, file=upload))
    assert "file" in response.context["form"].errors
    at_once = office.post(
        "/admin/documents/multiple/add/",
        {"title": "文", "collection": files.pk, "files[]": SimpleUploadedFile(name, content)},
    )
    assert not at_once.json()["success"]
    assert not LibraryDocument.objects.exists()


def test_document_lies_outside_the_web_root(office: Any, files: Any, settings: Any) -> None:
    upload = SimpleUploadedFile("讲义.pdf", b"%PDF-1.7 x")
    office.post("/admin/documents/add/", sent(files, file=upload))
    document = LibraryDocument.objects.get()
    assert document.file.path.startswith(str(settings.PRIVATE_ROOT))
    assert document.filename == "讲义.pdf"


def test_video_that_counts_is_not_deleted_and_the_page_says_why(office: Any, files: Any) -> None:
    video = make_recording(files, title="认识自我")
    outline = OutlineFactory()
    set_online_resources(outline, [(outline.units.first(), video)])
    address = f"/admin/media/delete/{video.pk}/"

    refused = office.post(address)

    assert refused.status_code == 302
    html = office.get(refused["Location"]).content.decode()
    assert "什么也没有删除" in html
    assert "认识自我" in html
    assert LibraryMedia.objects.filter(pk=video.pk).exists()
    assert video.file.storage.exists(video.file.name)


def test_recording_that_counts_nowhere_is_deleted(office: Any, files: Any) -> None:
    video = make_recording(files)
    assert office.post(f"/admin/media/delete/{video.pk}/").status_code == 302
    assert not LibraryMedia.objects.exists()
