"""Reading WebVTT: what is said when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import webvtt
from django.utils.translation import gettext as _

from media.library.errors import MediaRefused
from media.library.limits import CAPTIONS, CUES

_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t]+\S.*)?")
_OTHER_BLOCKS = ("NOTE", "STYLE", "REGION")
# Captions that run on this long after the end belong to another recording.
_AFTER_THE_END = 5.0


@dataclass(frozen=True, slots=True)
class Cue:
    """`start` and `end` in seconds; `text` without the marks of WebVTT."""

    start: float
    end: float
    text: str


def read_cues(text: str, *, duration: float = 0) -> list[Cue]:
    """The cues of a WebVTT file in their order. Raises MediaRefused, which names the line, for what
    a browser would leave out in silence; `duration` in seconds, 0 where it isn't known."""
    if len(text.encode()) > CAPTIONS:
        raise MediaRefused(_("Captions are too long: at most 500 KB are taken."))
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not re.match(r"WEBVTT(?:[ \t\n]|$)", text):
        raise _at(1, _("captions begin with the word WEBVTT on a line of its own"))
    _check_timings(text, duration)
    try:
        read = webvtt.from_string(text)
    except (webvtt.errors.MalformedFileError, webvtt.errors.MalformedCaptionError) as error:
        raise MediaRefused(_("The captions can't be read as WebVTT.")) from error
    cues = [Cue(_seconds(one.start), _seconds(one.end), one.text.strip()) for one in read]
    if not any(one.text for one in cues):
        raise MediaRefused(_("The captions hold no words."))
    return cues


def _check_timings(text: str, duration: float) -> None:
    count, last = 0, 0.0
    for number, lines in _blocks(text):
        if lines[0].split()[0] in _OTHER_BLOCKS:
            continue
        # A cue may carry a name on the line before its times.
        at = 0 if "-->" in lines[0] else 1
        timing = _TIMING.fullmatch(lines[at].strip()) if at < len(lines) else None
        where = number + min(at, len(lines) - 1)
        if timing is None:
            raise _at(where, _("times look like 00:01:05.000 --> 00:01:08.500"))
        start, end = _in_seconds(timing.groups()[:4]), _in_seconds(timing.groups()[4:])
        if end <= start:
            raise _at(where, _("the caption ends before it begins"))
        if start < last:
            raise _at(where, _("the caption begins before the one above it"))
        if duration and end > duration + _AFTER_THE_END:
            raise _at(where, _("the caption is later than the end of the recording"))
        for below, line in enumerate(lines[at + 1 :], start=where + 1):
            if "-->" in line:
                raise _at(below, _("an empty line is missing between two captions"))
        last, count = start, count + 1
    if count > CUES:
        raise MediaRefused(_("There are too many captions: at most 5,000 are taken."))
    if not count:
        raise MediaRefused(_("The captions hold no words."))


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Number of the first line and the lines, for each part after the header."""
    block: list[str] = []
    start, header = 1, True
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip():
            start, block = (start, [*block, line]) if block else (number, [line])
        elif block:
            if not header:
                yield start, block
            block, header = [], False


def _at(line: int, problem: str) -> MediaRefused:
    return MediaRefused(
        _("Captions, line %(line)s: %(problem)s.") % {"line": line, "problem": problem}
    )


def _in_seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000


def _seconds(stamp: str) -> float:
    found = re.fullmatch(_TIME, stamp)
    return _in_seconds(found.groups()) if found else 0.0
