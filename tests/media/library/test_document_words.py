"""What documents say, read in a process of its own."""

import io
import zipfile

import pytest

from media.library import document_words
from media.library.document_words import words_in_document
from media.library.document_words_process import MOST_CHARACTERS
from tests.factories.documents import docx, make_document, pdf, pptx

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (pdf("三方协议怎么签"), "a.pdf"),
        (docx("第一段", "三方协议怎么签"), "a.docx"),
        (docx("第一段", cell="三方协议怎么签"), "a.docx"),
        (pptx("封面", "三方协议怎么签"), "a.pptx"),
        ("三方协议怎么签".encode(), "a.txt"),
        ("\ufeff三方协议怎么签".encode(), "a.txt"),
        ("三方协议怎么签".encode("gb18030"), "a.txt"),
        ("三方协议怎么签".encode("utf-16"), "a.txt"),
        ("问题,回答\n三方协议怎么签,见下".encode(), "a.csv"),
    ],
    ids=["pdf", "docx", "table", "pptx", "txt", "mark", "gb18030", "utf-16", "csv"],
)
def test_words_of_a_document_are_read(content, name):
    words = words_in_document(make_document(content, name))
    assert words is not None
    assert "三方协议怎么签" in words
    assert "\ufeff" not in words


def test_parts_of_a_document_stand_in_its_order():
    slides = [f"第{number}页" for number in range(1, 12)]
    assert words_in_document(make_document(pptx(*slides), "a.pptx")) == "\n".join(slides)


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.pptx"])
@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 broken", b"PK\x03\x04broken", b"\0" * 5000])
def test_damaged_document_says_nothing(name, content):
    assert words_in_document(make_document(content or b"x", name)) is None


def test_encrypted_and_unknown_documents_hold_no_readable_words():
    assert words_in_document(make_document(pdf("密码", password="x"), "a.pdf")) == ""
    assert words_in_document(make_document(b"anything", "a.xlsx")) == ""


def test_missing_file_says_nothing():
    document = make_document(b"x", "a.txt")
    document.file.storage.delete(document.file.name)
    assert words_in_document(document) is None


def test_long_document_is_read_from_its_beginning():
    words = words_in_document(make_document(("开头" + "字" * 300_000).encode(), "a.txt"))
    assert words is not None
    assert words.startswith("开头字")
    assert len(words) == MOST_CHARACTERS


def test_part_that_unfolds_to_too_much_is_not_read(tmp_path):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (65 * 1024 * 1024))
    assert words_in_document(make_document(path.read_bytes(), "a.docx")) is None


def test_entities_of_a_document_are_not_followed():
    bad = (
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:p><w:t>前</w:t><w:t>&x;</w:t><w:t>后</w:t></w:p></w:document>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", bad)
    assert words_in_document(make_document(target.getvalue(), "a.docx")) == "前后"


def test_reading_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(document_words, "SECONDS", 0.001)
    assert words_in_document(make_document("字".encode(), "a.txt")) is None
