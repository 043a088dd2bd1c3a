"""A textbook as EPUB, held against epubcheck."""

import io
import subprocess
import zipfile

import pytest
from lxml import etree

from cms.content.models import ChapterPage, SectionPage, TextbookPage
from cms.exporting.domain.epub import textbook_epub
from media.library.models import LibraryImage
from tests.cms.exporting.bodies import book_with, island, one_of_every_block

pytestmark = pytest.mark.django_db
# It ends before it would be worth compiling its code well, or cleaning up on several cores.
EPUBCHECK = ("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", "/usr/bin/epubcheck")


@pytest.fixture(scope="module")
def kept_book(kept_for_module):
    def build():
        image = island()
        return book_with(one_of_every_block(image), cover=image)

    with kept_for_module(build) as built:
        yield built


@pytest.fixture
def book(kept_book, db):
    return TextbookPage.objects.get(pk=kept_book.pk)


def files(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_epub_is_accepted_by_epubcheck(book, tmp_path):
    target = tmp_path / "book.epub"
    target.write_bytes(textbook_epub(book))
    done = subprocess.run(
        [*EPUBCHECK, "--failonwarnings", str(target)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_epub_begins_with_its_kind_stored(book):
    content = textbook_epub(book)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        first = package.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_epub_lists_chapters_and_their_sections(book):
    contents = etree.fromstring(files(textbook_epub(book))["OEBPS/nav.xhtml"])
    names = {"h": "http://www.w3.org/1999/xhtml"}
    assert contents.xpath("//h:nav/h:ol/h:li/h:a/text()", namespaces=names) == ["第1章", "第2章"]
    assert contents.xpath("//h:ol/h:li/h:ol/h:li/h:a/text()", namespaces=names) == [
        "第1.1节",
        "第1.2节",
        "第2.1节",
        "第2.2节",
    ]


def test_epub_holds_each_picture_once(book):
    assert len([name for name in files(textbook_epub(book)) if "/images/" in name]) == 1


def test_epub_names_a_picture_whose_file_is_gone(book):
    # The file itself is that of the other tests' book.
    assert LibraryImage.objects.filter(pk=book.cover_id).update(file="original_images/gone.png")
    book.refresh_from_db()
    found = files(textbook_epub(book))
    assert "兴趣岛" in found["OEBPS/chapter-01-01.xhtml"].decode()
    assert not [name for name in found if "/images/" in name]


def test_epub_leaves_out_what_is_not_published(book):
    SectionPage.objects.get(title="第1.2节").unpublish()
    ChapterPage.objects.get(title="第2章").unpublish()
    names = [name for name in files(textbook_epub(book)) if "chapter" in name]
    assert names == ["OEBPS/chapter-01.xhtml", "OEBPS/chapter-01-01.xhtml"]


def test_epub_of_the_same_book_is_the_same_bytes(book):
    assert textbook_epub(book) == textbook_epub(book)


def test_epub_of_an_empty_book_is_accepted(book, tmp_path):
    for chapter in ChapterPage.objects.child_of(book):
        chapter.unpublish()
    target = tmp_path / "empty.epub"
    target.write_bytes(textbook_epub(book))
    done = subprocess.run([*EPUBCHECK, str(target)], capture_output=True)
    assert done.returncode == 0, done.stdout.decode()
