"""All models of the media app, so that migrations stay one chain per app."""

from media.imports.models import ImportRun
from media.jobs.models import Job
from media.library.models import (
    LibraryDocument,
    LibraryImage,
    LibraryRendition,
    PrivateFile,
)

__all__ = ["ImportRun", "Job", "LibraryDocument", "LibraryImage", "LibraryRendition", "PrivateFile"]
