"""Documents with words in them, of the kinds that are read."""

import io
import zipfile
from typing import Any

from django.core.files.base import ContentFile
from docx import Document
from pypdf import PdfReader, PdfWriter
from wagtail.models import Collection

from media.library.models import LibraryDocument
from media.pdf import render_html
from tests.factories.library import DESCRIBED

SLIDE = (
    '<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:cSld><p:spTree><p:sp>'
    "<p:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>"
)


def pdf(text: str, *, password: str = "") -> bytes:
    made: bytes = render_html(f"<p>{text}</p>")
    if not password:
        return made
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(made)))
    writer.encrypt(password, algorithm="RC4-128")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def docx(*paragraphs: str, cell: str = "") -> bytes:
    document = Document()
    for one in paragraphs:
        document.add_paragraph(one)
    if cell:
        document.add_table(1, 1).cell(0, 0).text = cell
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def pptx(*slides: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for number, text in enumerate(slides, start=1):
            archive.writestr(f"ppt/slides/slide{number}.xml", SLIDE.format(text))
    return target.getvalue()


def make_document(content: bytes, name: str, **fields: Any) -> LibraryDocument:
    made: LibraryDocument = LibraryDocument.objects.create(
        **{"title": "材料", "collection": Collection.get_first_root_node()} | DESCRIBED | fields,
        file=ContentFile(content, name=name),
    )
    return made
