"""Recordings: tiny ones really encoded, and rows for tests that never look into the file."""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import av
import numpy as np
from django.core.files.base import ContentFile
from wagtail.models import Collection

from media.library.models import CaptionTrack, LibraryMedia

WEBVTT = """WEBVTT

00:00.000 --> 00:01.000
大家好，今天我们学写简历。

00:01.000 --> 00:02.000
先看一份真实的例子。
"""
DESCRIBED = {"caption": "第一讲", "source": "就业指导中心", "licence": "自有版权"}


def encoded(
    format: str = "webm",
    *,
    video: str = "libvpx-vp9",
    audio: str = "libopus",
    seconds: float = 2,
    size: tuple[int, int] = (64, 36),
    pixels: str = "yuv420p",
    options: dict[str, str] | None = None,
) -> bytes:
    """A recording of that container and those encoders; "" leaves picture or sound out."""
    target = io.BytesIO()
    with (
        _same_priority(),
        av.open(target, "w", format=format, options=options or {}) as file,
    ):
        streams: list[tuple[Any, Any]] = []
        if video:
            picture = file.add_stream(video, rate=5)
            picture.width, picture.height, picture.pix_fmt = *size, pixels
            streams.append((picture, _frames(seconds, size)))
        if audio:
            streams.append((file.add_stream(audio, rate=48_000), _sound(seconds)))
        for stream, frames in streams:
            for frame in frames:
                file.mux(stream.encode(frame))
            file.mux(stream.encode(None))
    return target.getvalue()


@contextmanager
def _same_priority() -> Iterator[None]:
    """SVT-AV1 4.1 makes the thread that calls it a real-time one where it may, as root in a
    container. A browser that this process starts later would inherit that, and a page that spins
    would leave no time to anything else on the machine."""
    before = os.sched_getscheduler(0), os.sched_getparam(0)
    try:
        yield
    finally:
        os.sched_setscheduler(0, *before)


def _frames(seconds: float, size: tuple[int, int]) -> Any:
    rng = np.random.default_rng(7)
    for number in range(int(seconds * 5)):
        picture = rng.integers(0, 255, (size[1], size[0], 3), dtype=np.uint8)
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        frame.pts = number
        yield frame


def _sound(seconds: float) -> Any:
    for number in range(int(seconds * 50)):
        silence = np.zeros((1, 960), dtype=np.int16)
        frame = av.AudioFrame.from_ndarray(silence, format="s16", layout="mono")
        frame.sample_rate, frame.pts = 48_000, number * 960
        yield frame


def make_recording(
    collection: Collection | None = None, *, captions: str = WEBVTT, **fields: Any
) -> LibraryMedia:
    """A video's row. Its file is ten thousand bytes that count up, so parts can be told apart."""
    content = fields.pop("content", bytes(range(250)) * 40)
    media = LibraryMedia(
        **{"title": "写简历", "type": "video", "duration": 60.0, "size": len(content)}
        | {"content_type": 'video/webm; codecs="vp9, opus"', "width": 640, "height": 360}
        | DESCRIBED
        | fields
    )
    media.collection = collection or Collection.get_first_root_node()
    media.file.save("a.webm", ContentFile(content), save=False)
    media.thumbnail.save("a.png", ContentFile(b"\x89PNG"), save=False)
    media.save()
    if captions:
        CaptionTrack.objects.create(media=media, language="zh", webvtt=captions)
    return media


def collection_of(institution: Any) -> Collection:
    """Where the files of an institution lie; its home page must exist."""
    return Collection.objects.get(name__startswith=f"{institution.code} ")
