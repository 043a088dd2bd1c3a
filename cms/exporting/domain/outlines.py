"""A released outline as the syllabus that was released."""

from wagtail.models import Revision

from cms.content.models import SyllabusPage
from cms.exporting.domain.pdf import syllabus_pdf
from cms.exporting.domain.word import syllabus_docx
from courses.curriculum.models import Outline


def syllabus_as_released(outline: Outline) -> SyllabusPage | None:
    """The page as it stood in the revision that was released, whatever was written since; None
    where the page or that revision is gone."""
    page = SyllabusPage.objects.filter(pk=outline.page_id).first()
    revision = Revision.objects.filter(pk=outline.revision_id, object_id=str(outline.page_id))
    found = revision.first() if page else None
    if found is None:
        return None
    released: SyllabusPage = found.as_object()
    return released


def outline_docx(outline: Outline) -> bytes:
    return syllabus_docx(_page(outline), number=_number(outline))


def outline_pdf(outline: Outline) -> bytes:
    return syllabus_pdf(_page(outline), number=_number(outline))


def _page(outline: Outline) -> SyllabusPage:
    page = syllabus_as_released(outline)
    assert page is not None  # `exports_of_outline` offers nothing then
    return page


def _number(outline: Outline) -> str:
    """Course and number of the release: no other paper has the same."""
    return f"{outline.course.code}-{outline.number:02d}"
