"""A file as the system can hand it to another process."""

import tempfile
from pathlib import Path
from typing import IO, Any


def on_disk(file: Any) -> IO[bytes]:
    """An uploaded or opened file, from its beginning; what is held in memory (small) is written
    first. The caller closes what it gets."""
    if hasattr(file, "temporary_file_path"):
        return Path(file.temporary_file_path()).open("rb")
    copy = tempfile.TemporaryFile()  # noqa: SIM115 — the caller closes it
    for chunk in file.chunks() if hasattr(file, "chunks") else iter(lambda: file.read(65_536), b""):
        copy.write(chunk)
    copy.seek(0)
    return copy
