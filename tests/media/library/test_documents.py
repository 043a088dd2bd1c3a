"""A document is what its name says."""

import io
import zipfile

import pytest
from django.core.files.base import ContentFile

from media.library.documents import check_document
from media.library.errors import MediaRefused


def zipped(**parts: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return target.getvalue()


def office(folder: str, **more: str) -> bytes:
    return zipped(**{"[Content_Types].xml": "<Types/>", f"{folder}/document.xml": "<x/>"} | more)


GOOD = {
    "a.pdf": b"%PDF-1.7\n",
    "a.docx": office("word"),
    "a.xlsx": office("xl"),
    "a.pptx": office("ppt"),
    "a.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "a.odt": zipped(mimetype="application/vnd.oasis.opendocument.text"),
    "a.epub": zipped(mimetype="application/epub+zip"),
    "a.txt": "职业生涯规划".encode(),
    "b.txt": "职业生涯规划".encode("gb18030"),
    "c.txt": "职业生涯规划".encode("utf-16"),
    "a.csv": "学号,姓名\n".encode("utf-8-sig"),
}
BAD = {
    "a.pdf": b"<html><script>alert(1)</script> %PDF-1.7",
    "b.pdf": b"MZ\x90\0",
    "a.docx": b"<!doctype html><body>",
    "b.docx": office("xl"),
    "c.docx": office("word", **{"word/vbaProject.bin": "x"}),
    "d.docx": b"PK\x03\x04 broken",
    "a.doc": b"<html>",
    "a.odt": zipped(mimetype="application/epub+zip"),
    "b.odt": zipped(other="x"),
    "a.txt": b"  <SVG onload=alert(1)>",
    "b.txt": b"\x7fELF\0\0",
    "c.csv": b"\xef\xbb\xbf<!DOCTYPE html>",
    "a.svg": b"<svg/>",
    "a.html": b"<p>",
    "noending": b"x",
}


@pytest.mark.parametrize("name", GOOD)
def test_document_that_is_what_it_says_is_taken(name: str) -> None:
    file = ContentFile(GOOD[name], name=name)
    check_document(file, name=name)
    assert file.read() == GOOD[name]


@pytest.mark.parametrize("name", BAD)
def test_document_in_disguise_is_refused(name: str) -> None:
    with pytest.raises(MediaRefused):
        check_document(ContentFile(BAD[name], name=name), name=name)
