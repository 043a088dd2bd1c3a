"""What a recording's file holds, and what every browser in use plays without a converter.

Containers and codecs: the intersection of what Chrome, Edge, Firefox and Safari 17 play, and what
is free of holes in it (MDN, "Web video codec guide"). HEVC isn't: Firefox and Chrome play it only
where the machine has a decoder.
"""

from dataclasses import dataclass

VIDEO_CODECS = {"mp4": {"h264", "av1"}, "webm": {"vp8", "vp9", "av1"}}
AUDIO_CODECS = {
    "mp4": {"aac"},
    "webm": {"opus", "vorbis"},
    "mp3": {"mp3"},
    "ogg": {"opus", "vorbis"},
}
# The ending of the name → the container that it promises, by type of recording.
CONTAINERS = {
    "video": {"mp4": "mp4", "webm": "webm"},
    "audio": {"m4a": "mp4", "mp3": "mp3", "ogg": "ogg"},
}
CONTENT_TYPES = {
    ("video", "mp4"): "video/mp4",
    ("video", "webm"): "video/webm",
    ("audio", "mp4"): "audio/mp4",
    ("audio", "mp3"): "audio/mpeg",
    ("audio", "ogg"): "audio/ogg",
}
# 10-bit and 4:4:4 pictures have no decoder in many phones.
PIXELS = {"yuv420p", "yuvj420p"}
LARGEST_SIDE = 4096


@dataclass(frozen=True, slots=True)
class Recording:
    """Found by looking into the file. `duration` in seconds; sides in pixels, None for audio;
    `video` and `audio` are names of codecs, "" where there is no such stream; `codecs` as RFC 6381
    writes them, empty where one can't be told exactly."""

    container: str
    duration: float
    video: str = ""
    audio: str = ""
    width: int | None = None
    height: int | None = None
    codecs: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return "video" if self.video else "audio"

    @property
    def content_type(self) -> str:
        """Such as ``video/webm; codecs="vp9, opus"``."""
        base = CONTENT_TYPES[self.kind, self.container]
        return f'{base}; codecs="{", ".join(self.codecs)}"' if self.codecs else base
