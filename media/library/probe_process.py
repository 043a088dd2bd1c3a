"""Looks into one recording in a process of its own and writes JSON.

A demuxer and a decoder believe the counts and offsets of a file: what goes wrong there ends here.
The file comes as standard input, so no name, address or path reaches the library. Called by
``probing``; imports nothing of Django.
"""

from __future__ import annotations

import json
import sys
from typing import IO, Any

import av

from media.library.resource_limits import limit_resources

from .recordings import AUDIO_CODECS, LARGEST_SIDE, PIXELS, VIDEO_CODECS

MEMORY = 2 * 1024 * 1024 * 1024
CPU_SECONDS = 60
HEAD = 4096
# Only these demuxers are ever opened: others, such as playlists, fetch further files.
DEMUXERS = {"mp4": "mp4", "webm": "matroska", "ogg": "ogg", "mp3": "mp3"}
# Their headers state the length exactly; that of an MP3 is a guess.
STATES_LENGTH = {"mp4", "webm"}
# A file that ends this much before the length its header states is cut off.
MISSING_SECONDS = 1.0
MISSING_SHARE = 0.02


class Refused(Exception):
    """The first argument is a word that ``probing`` turns into a sentence, the second a name."""


def container_of(head: bytes) -> str:
    """Told by the first bytes, never by a name."""
    if head[4:8] == b"ftyp" and head[8:12] != b"qt  ":
        return "mp4"
    if head[:4] == b"\x1a\x45\xdf\xa3" and b"webm" in head[:64]:
        return "webm"
    if head[:4] == b"OggS":
        return "ogg"
    if head[:3] == b"ID3" or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2):
        return "mp3"
    raise Refused("container")


def look_into(file: IO[bytes]) -> dict[str, Any]:
    container = container_of(file.read(HEAD))
    file.seek(0)
    with av.open(file, format=DEMUXERS[container]) as opened:
        # The picture of a cover in a sound file is a video stream of one frame.
        pictures = [one for one in opened.streams.video if not one.disposition.value & COVER]
        video = codec_of(pictures[0], VIDEO_CODECS.get(container, set())) if pictures else ""
        sounds = list(opened.streams.audio)
        audio = codec_of(sounds[0], AUDIO_CODECS[container]) if sounds else ""
        streams = [*pictures[:1], *sounds[:1]]
        if not streams:
            raise Refused("empty")
        answer: dict[str, Any] = {
            "container": container,
            "video": video,
            "audio": audio,
            "codecs": [name for one in streams if (name := exact_name(one))],
        }
        if len(answer["codecs"]) < len(streams):
            answer["codecs"] = []
        stated = opened.duration / av.time_base if opened.duration else 0.0
        ends = read_to_end(opened, streams, answer)
    if container in STATES_LENGTH and stated - ends > max(MISSING_SECONDS, MISSING_SHARE * stated):
        raise Refused("truncated")
    answer["duration"] = round(ends, 3)
    return answer


COVER = int(av.stream.Disposition.attached_pic)


def codec_of(stream: Any, known: set[str]) -> str:
    """Told before anything is decoded: a stranger's file reaches no exotic decoder."""
    context = stream.codec_context
    name = str(context.codec.canonical_name) if context is not None else "?"
    if name not in known:
        raise Refused("codec", name)
    return name


def exact_name(stream: Any) -> str:
    """As RFC 6381 has it; a browser told a wrong one doesn't even try, so "" when in doubt."""
    name = stream.codec_context.codec.canonical_name
    extra = stream.codec_context.extradata or b""
    if name == "h264" and len(extra) > 3 and extra[0] == 1:
        return f"avc1.{extra[1:4].hex()}"
    return {"aac": "mp4a.40.2", "vp8": "vp8", "vp9": "vp9", "opus": "opus", "vorbis": "vorbis"}.get(
        name, ""
    )


def read_to_end(opened: Any, streams: list[Any], answer: dict[str, Any]) -> float:
    """Seconds at which the last packet ends. Of each stream one frame is decoded, whose size is
    written into `answer`."""
    ends = 0.0
    waiting = {one.index for one in streams}
    for packet in opened.demux(streams):
        if packet.is_corrupt:
            raise Refused("truncated")
        if packet.pts is not None:
            ends = max(ends, float((packet.pts + (packet.duration or 0)) * packet.time_base))
        if packet.stream.index in waiting:
            for frame in packet.decode():
                waiting.discard(packet.stream.index)
                if packet.stream.type == "video":
                    answer |= picture_of(frame)
                break
    if waiting or ends <= 0:
        raise Refused("damaged")
    return ends


def picture_of(frame: Any) -> dict[str, Any]:
    if frame.format.name not in PIXELS:
        raise Refused("pixels", frame.format.name)
    if max(frame.width, frame.height) > LARGEST_SIDE:
        raise Refused("sides", f"{frame.width} × {frame.height}")
    return {"width": frame.width, "height": frame.height}


def main() -> None:
    limit_resources(memory=MEMORY, cpu_seconds=CPU_SECONDS)
    av.logging.set_level(av.logging.PANIC)
    try:
        answer = look_into(open(0, "rb", closefd=False))  # noqa: SIM115 — standard input stays open
    except Refused as refusal:
        answer = {"refused": list(refusal.args)}
    except (av.error.FFmpegError, OSError, ValueError, MemoryError, OverflowError, ArithmeticError):
        answer = {"refused": ["damaged"]}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
