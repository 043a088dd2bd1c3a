"""Documents are found by what stands in them."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile

from cms.search.domain import find, question_of
from tests.factories.content import publish_loaded
from tests.factories.documents import docx, make_document, pdf

NOBODY = AnonymousUser()
pytestmark = pytest.mark.django_db


def attach(lesson, *documents):
    lesson.body = [("document", {"document": one, "note": ""}) for one in documents]
    publish_loaded(lesson)


@pytest.mark.parametrize(
    ("content", "name"),
    [(pdf("三方协议的违约金"), "a.pdf"), (docx("三方协议的违约金"), "a.docx")],
    ids=["pdf", "docx"],
)
def test_document_is_found_by_its_text(make_lesson, index, search, content, name):
    lesson = make_lesson()
    attach(lesson, make_document(content, name, title="就业手续"))
    index(lesson)

    assert search("违约金", NOBODY) == ["就业手续"]
    (hit,) = find(NOBODY, question_of("违约金")).hits
    assert hit.address.startswith(f"{lesson.url}#b-")
    assert "违约金" in [piece.text for piece in hit.excerpt.pieces if piece.is_hit]


def test_broken_and_encrypted_documents_are_found_by_their_titles(make_lesson, index, search):
    lesson = make_lesson()
    attach(
        lesson,
        make_document(b"%PDF-1.7 broken", "a.pdf", title="损坏材料"),
        make_document(pdf("违约金", password="x"), "b.pdf", title="加密材料"),
        make_document("违约金".encode(), "c.txt", title="完好材料"),
    )
    index(lesson)

    assert search("材料", NOBODY) == ["损坏材料", "加密材料", "完好材料"]
    assert search("违约金", NOBODY) == ["完好材料"]


def test_document_is_found_only_by_who_may_read_its_page(make_lesson, index, search):
    lesson = make_lesson(audience="course")
    attach(lesson, make_document("违约金".encode(), "a.txt"))
    index(lesson)

    assert search("违约金", NOBODY) == []


def test_document_is_read_once(make_lesson, index, search):
    lesson = make_lesson()
    document = make_document("违约金".encode(), "a.txt", title="材料")
    attach(lesson, document)
    index(lesson)
    # Were it read again, nothing would be there any more.
    document.file.storage.delete(document.file.name)
    index(lesson)

    assert search("违约金", NOBODY) == ["材料"]


def test_new_file_of_a_document_is_read(make_lesson, index, search, run_jobs):
    lesson = make_lesson()
    document = make_document("违约金".encode(), "a.txt", title="材料")
    attach(lesson, document)
    index(lesson)
    with run_jobs():
        document.file = ContentFile("报到证".encode(), name="a.txt")
        document.save()

    assert search("违约金", NOBODY) == []
    assert search("报到证", NOBODY) == ["材料"]
