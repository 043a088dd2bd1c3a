"""Recordings are looked into before they are kept."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from wagtail.models import Collection

from media.library.domain import store_media
from media.library.errors import MediaRefused
from media.library.models import LibraryMedia
from tests.factories.institutions import UserFactory
from tests.factories.library import DESCRIBED, encoded

pytestmark = pytest.mark.django_db


def store(content: bytes, name: str, **fields: Any) -> LibraryMedia:
    return store_media(
        ContentFile(content, name=name),
        collection=Collection.get_first_root_node(),
        **{"title": "第一讲", "by": None} | DESCRIBED | fields,
    )


def stored_files(settings: Any) -> set[Path]:
    return {path for path in Path(settings.PRIVATE_ROOT).rglob("*") if path.is_file()}


def test_video_is_measured_not_asked_about() -> None:
    by = UserFactory()
    media = store(encoded(size=(96, 54)), "第一讲.WEBM", by=by)
    media.refresh_from_db()
    assert (media.type, media.width, media.height) == ("video", 96, 54)
    assert media.duration == pytest.approx(2, abs=0.1)
    assert media.content_type == 'video/webm; codecs="vp9, opus"'
    assert media.size == media.file.size > 1000
    assert media.uploaded_by_user == by
    assert "第一讲" not in media.file.name


@pytest.mark.parametrize(
    ("name", "made", "kind", "content_type"),
    [
        ("a.mp4", {"format": "mp4", "video": "libx264", "audio": "aac"}, "video",
         'video/mp4; codecs="avc1.64000a, mp4a.40.2"'),
        ("a.mp4", {"format": "mp4", "video": "libsvtav1", "audio": ""}, "video", "video/mp4"),
        ("a.webm", {"video": "libvpx", "audio": ""}, "video", 'video/webm; codecs="vp8"'),
        ("a.mp3", {"format": "mp3", "video": "", "audio": "libmp3lame"}, "audio", "audio/mpeg"),
        ("a.m4a", {"format": "ipod", "video": "", "audio": "aac"}, "audio",
         'audio/mp4; codecs="mp4a.40.2"'),
        ("a.ogg", {"format": "ogg", "video": ""}, "audio", 'audio/ogg; codecs="opus"'),
    ],
)  # fmt: skip
def test_what_browsers_play_is_taken(
    name: str, made: dict[str, Any], kind: str, content_type: str
) -> None:
    media = store(encoded(**made), name)
    assert (media.type, media.content_type) == (kind, content_type)
    assert (media.width is None) == (kind == "audio")


def cut(content: bytes) -> bytes:
    return content[: len(content) * 6 // 10]


BAD: list[tuple[str, Any, str]] = [
    ("a.webm", lambda: cut(encoded(seconds=6)), "不完整"),
    ("a.mp4", lambda: cut(encoded("mp4", video="libx264", audio="aac")), "损坏"),
    ("a.mp4", lambda: encoded("mp4", video="libx265", audio="aac"), "hevc"),
    ("a.mp4", lambda: encoded("mp4", video="mpeg4", audio="aac"), "mpeg4"),
    ("a.mp4", lambda: encoded("mp4", video="libx264", audio="aac", pixels="yuv444p"), "yuv444p"),
    ("a.webm", lambda: encoded("matroska"), "WebM"),
    ("a.mp4", encoded, "WEBM"),
    ("a.webm", lambda: encoded(video=""), "音频"),
    ("a.m4a", lambda: encoded("mp4", video="libx264", audio="aac"), "视频"),
    ("a.webm", lambda: b"<html><script>alert(1)</script>", "MP4"),
    ("a.webm", lambda: b"\x1aE\xdf\xa3webm" + b"\0" * 5000, "损坏"),
    ("a.mp3", lambda: b"ID3" + b"\0" * 5000, "损坏"),
    ("a.webm", lambda: b"", "MP4"),
    ("a.avi", encoded, ".avi"),
    ("a", encoded, "mp4"),
    ("a.m3u8", lambda: b"#EXTM3U\nhttp://127.0.0.1/secret\n", "m3u8"),
    ("a.webm", lambda: b"#EXTM3U\nhttp://127.0.0.1/secret\n", "MP4"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "make", "word"), BAD)
def test_what_cannot_be_played_is_refused_in_words(
    name: str, make: Any, word: str, settings: Any
) -> None:
    before = stored_files(settings)
    with pytest.raises(MediaRefused) as refusal:
        store(make(), name)
    assert word in str(refusal.value)
    assert "%(" not in str(refusal.value)
    assert not LibraryMedia.objects.exists()
    assert stored_files(settings) == before


def test_recording_larger_than_the_limit_is_refused_before_it_is_opened(settings: Any) -> None:
    settings.QIHANG_MAX_RECORDING_SIZE = 100
    with pytest.raises(MediaRefused, match="100"):
        store(b"x" * 101, "a.webm")


@pytest.mark.parametrize("missing", ["title", "caption", "source", "licence"])
def test_recording_says_what_it_is_and_where_from(missing: str) -> None:
    with pytest.raises(MediaRefused):
        store(encoded(), "a.webm", **{missing: " "})


def test_file_is_removed_when_its_row_is_refused(settings: Any) -> None:
    before = stored_files(settings)
    with pytest.raises(Exception, match="title"):
        store(encoded(), "a.webm", title="长" * 300)
    assert stored_files(settings) == before


def test_encoding_av1_leaves_the_process_its_priority() -> None:
    before = os.sched_getscheduler(0)
    encoded(format="mp4", video="libsvtav1", audio="", seconds=1)
    assert os.sched_getscheduler(0) == before
