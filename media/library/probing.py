"""Looking into a recording before it is kept; the work is done by ``probe_process``."""

import json
import os
import subprocess
import sys
from pathlib import Path, PurePath
from typing import Any

from django.utils.translation import gettext as _

from media.library.errors import MediaRefused
from media.library.on_disk import on_disk
from media.library.recordings import CONTAINERS, LARGEST_SIDE, Recording

_ROOT = Path(__file__).resolve().parents[2]
_SECONDS = 120


def probe(file: Any, *, name: str, kind: str) -> Recording:
    """What the recording `file` (an uploaded or opened file) holds, kept where it was read from.

    `kind` is "video" or "audio", `name` the file's own. Raises MediaRefused when the name, the
    kind and the content don't agree, or when not every browser could play it.
    """
    endings = CONTAINERS[kind]
    ending = PurePath(name).suffix.lower().lstrip(".")
    if ending not in endings:
        raise MediaRefused(
            _("Files ending in .%(ending)s are not taken here. Possible are: %(endings)s.")
            % {"ending": ending, "endings": ", ".join(endings)}
        )
    answer = _ask(file)
    if "refused" in answer:
        raise MediaRefused(_sentence(*answer["refused"]))
    found = Recording(**(answer | {"codecs": tuple(answer["codecs"])}))
    if found.container != endings[ending]:
        raise MediaRefused(
            _("The file is named .%(ending)s, but its content is %(container)s.")
            % {"ending": ending, "container": found.container.upper()}
        )
    if found.kind != kind:
        raise MediaRefused(
            _("The file holds no picture. Add it as audio.")
            if kind == "video"
            else _("The file holds a picture. Add it as a video.")
        )
    return found


def _ask(file: Any) -> dict[str, Any]:
    file.seek(0)
    try:
        with on_disk(file) as source:
            process = subprocess.run(
                [sys.executable, "-m", "media.library.probe_process"],
                stdin=source,
                capture_output=True,
                cwd=_ROOT,
                env={"PATH": os.defpath, "PYTHONIOENCODING": "utf-8"},
                timeout=_SECONDS,
                check=False,
            )
        answer = json.loads(process.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return {"refused": ["damaged"]}
    finally:
        file.seek(0)
    return dict(answer)


def _sentence(reason: str, name: str = "") -> str:
    sentences = {
        "container": _("This is no MP4, WebM, MP3, M4A or Ogg file, whatever its name says."),
        "codec": _(
            "The recording is coded as %(codec)s, which not every browser plays. Save it as MP4 "
            "with H.264 and AAC, or as WebM with VP9 and Opus."
        ),
        "pixels": _(
            "The picture is stored as %(codec)s, which many phones can't show. Save it with 8 bits "
            "and 4:2:0."
        ),
        "sides": _("The picture has %(codec)s pixels; at most %(side)s on each side are taken."),
        "empty": _("The file holds neither picture nor sound."),
        "truncated": _(
            "The recording ends before the length that it states: the file is cut off. Upload it "
            "again from the original."
        ),
        "damaged": _("The file is damaged and can't be played."),
    }
    return sentences[reason] % {"codec": name, "side": LARGEST_SIDE}
