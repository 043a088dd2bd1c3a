"""All models of the media app, so that migrations stay one chain per app."""

from media.imports.models import ImportRun
from media.jobs.models import DailyRun, Job
from media.library.models import (
    CaptionTrack,
    LibraryDocument,
    LibraryImage,
    LibraryMedia,
    LibraryRendition,
    PrivateFile,
)
from media.watching.models import PaceRule, Watcher, WatchRecord

__all__ = [
    "CaptionTrack",
    "DailyRun",
    "ImportRun",
    "Job",
    "LibraryDocument",
    "LibraryImage",
    "LibraryMedia",
    "LibraryRendition",
    "PaceRule",
    "PrivateFile",
    "WatchRecord",
    "Watcher",
]
