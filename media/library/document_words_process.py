"""Reads the text of one document in a process of its own and writes JSON.

What a parser believes of a stranger's file ends here. The file comes as standard input, its kind
as the argument. Called by ``document_words``; imports nothing of Django.
"""

from __future__ import annotations

import codecs
import io
import json
import re
import sys
import warnings
import zipfile
from collections.abc import Callable, Iterator
from typing import IO

from media.library.resource_limits import limit_resources

MEMORY = 1_536 * 1024 * 1024
CPU_SECONDS = 30
# More of a document makes it found by nearly every question.
MOST_CHARACTERS = 100_000
MOST_PAGES = 500
# What one part of an Office file may unfold to.
LARGEST_PART = 64 * 1024 * 1024
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


class Unreadable(Exception):
    """The file isn't what it says, or breaks off."""


def from_pdf(file: IO[bytes]) -> Iterator[str]:
    from pypdf import PdfReader

    reader = PdfReader(file)
    if reader.is_encrypted:
        return
    for page in reader.pages[:MOST_PAGES]:
        yield page.extract_text()


def from_docx(file: IO[bytes]) -> Iterator[str]:
    yield from _office_text(file, lambda name: name == "word/document.xml", _WORD)


def from_pptx(file: IO[bytes]) -> Iterator[str]:
    slide = re.compile(r"ppt/slides/slide\d+\.xml")
    yield from _office_text(file, lambda name: bool(slide.fullmatch(name)), _DRAWING)


def _office_text(file: IO[bytes], wanted: Callable[[str], bool], space: str) -> Iterator[str]:
    """Paragraph by paragraph, of the parts whose name is wanted."""
    from lxml import etree

    with zipfile.ZipFile(file) as archive:
        parts = [one for one in archive.infolist() if wanted(one.filename)]
        if not parts:
            raise Unreadable
        for part in sorted(parts, key=lambda one: (len(one.filename), one.filename)):
            if part.file_size > LARGEST_PART:
                raise Unreadable
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            root = etree.fromstring(archive.read(part), parser)
            for paragraph in root.iter(f"{space}p"):
                yield "".join(one.text or "" for one in paragraph.iter(f"{space}t"))


def from_text(file: IO[bytes]) -> Iterator[str]:
    # A character has four bytes at most.
    content = file.read(4 * MOST_CHARACTERS)
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            yield content.decode(encoding, errors="ignore")
            return
    try:
        # The last character may be cut.
        yield codecs.getincrementaldecoder("utf-8")().decode(content)
    except UnicodeDecodeError:
        yield content.decode("gb18030", errors="ignore")


READERS: dict[str, Callable[[IO[bytes]], Iterator[str]]] = {
    "pdf": from_pdf,
    "docx": from_docx,
    "pptx": from_pptx,
    "txt": from_text,
    "csv": from_text,
}


def read(file: IO[bytes], kind: str) -> str:
    lines: list[str] = []
    length = 0
    for line in READERS[kind](file):
        # Lone halves of a pair, as broken fonts give them, can't be stored.
        clean = line.encode("utf-8", errors="ignore").decode().strip()
        if clean:
            lines.append(clean)
            length += len(clean) + 1
        if length >= MOST_CHARACTERS:
            break
    return "\n".join(lines)[:MOST_CHARACTERS]


def main() -> None:
    limit_resources(memory=MEMORY, cpu_seconds=CPU_SECONDS)
    warnings.simplefilter("ignore")
    content = io.BytesIO(sys.stdin.buffer.read())
    try:
        text = read(content, sys.argv[1])
    except Exception as error:  # each parser has errors of its own
        json.dump({"text": None, "error": type(error).__name__}, sys.stdout)
        return
    json.dump({"text": text}, sys.stdout)


if __name__ == "__main__":
    main()
