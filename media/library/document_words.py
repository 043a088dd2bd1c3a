"""What a document says, as plain text; the work is done by ``document_words_process``."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path, PurePath

from media.library.models import LibraryDocument
from media.library.on_disk import on_disk

READ = ("pdf", "docx", "pptx", "txt", "csv")
LARGEST = 50 * 1024 * 1024
SECONDS = 60
_ROOT = Path(__file__).resolve().parents[2]
log = logging.getLogger(__name__)


def words_in_document(document: LibraryDocument) -> str | None:
    """The beginning of its text, line by line; "" where it holds none that can be read: pictures
    only, another kind of file, too large, encrypted. None where reading it broke off: the file is
    damaged or missing, or there was no time. Never raises."""
    ending = PurePath(document.file.name).suffix.lower().lstrip(".")
    if ending not in READ:
        return ""
    try:
        with document.file.storage.open(document.file.name, "rb") as file:
            if file.size > LARGEST:
                return ""
            with on_disk(file) as source:
                process = subprocess.run(  # noqa: S603 — the ending is one of READ
                    [sys.executable, "-m", "media.library.document_words_process", ending],
                    stdin=source,
                    capture_output=True,
                    cwd=_ROOT,
                    env={"PATH": os.defpath, "PYTHONIOENCODING": "utf-8"},
                    timeout=SECONDS,
                    check=False,
                )
        answer = json.loads(process.stdout)
    except (OSError, subprocess.TimeoutExpired, ValueError) as error:
        log.warning("document %s can't be read: %s", document.pk, type(error).__name__)
        return None
    if answer["text"] is None:
        log.warning("document %s can't be read: %s", document.pk, answer["error"])
        return None
    return str(answer["text"])
