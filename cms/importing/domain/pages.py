"""From what was understood to pages."""

import copy
import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Collection, Page

from cms.content.domain import PageRefused, add_page
from cms.content.models import (
    CasePage,
    ChapterPage,
    HandbookPage,
    HomePage,
    LessonPage,
    NewsPage,
    PolicyPage,
    SectionPage,
    SyllabusObjective,
    SyllabusPage,
    SyllabusUnit,
)
from cms.importing.errors import PageImportRefused
from cms.importing.parsed import FILE, ParsedPage
from courses.curriculum.models import Course
from courses.institutions.models import Institution
from media.library.models import LibraryMedia

PAGE_TYPES: dict[str, type[Page]] = {
    "syllabus": SyllabusPage,
    "lesson": LessonPage,
    "chapter": ChapterPage,
    "section": SectionPage,
    "case": CasePage,
    "policy": PolicyPage,
    "news": NewsPage,
    "handbook": HandbookPage,
}


def create_pages(
    parent: Page,
    parsed: Sequence[ParsedPage],
    *,
    by: Any,
    publish: bool = False,
    files: Mapping[str, int] | None = None,
    course: Course | None = None,
) -> list[Page]:
    """Make a page below `parent` for each of `parsed`, and what lies below it; all or none.

    `files` gives the row number of the stored file for each name that blocks use ("island.png").
    A video that isn't among them is looked for by its title in the library of the parent's
    institution. `course` is that of a syllabus. A lesson's unit is the syllabus unit of that
    title. Returns the pages directly below `parent`, in order. Raises PageImportRefused, with what
    to do, for a page with errors, an unknown unit or file, or a page that can't stand there.
    """
    for page in parsed:
        for error in page.errors:
            raise PageImportRefused(
                _("“%(title)s”, line %(line)d: %(problem)s")
                % {"title": page.title, "line": error.line, "problem": error.message}
            )
    parent = parent.specific
    known = {**_videos(parent, parsed), **(files or {})}
    with transaction.atomic():
        try:
            return [
                _create(parent, page, known, by=by, publish=publish, course=course)
                for page in parsed
            ]
        except PageRefused as error:
            raise PageImportRefused(str(error)) from error


def collection_of(institution: Institution | None) -> Collection:
    """Where the institution's images and documents lie; the root for a province."""
    root = Collection.get_first_root_node()
    if institution is None:
        return root
    # As cms.publishing.groups makes it when the institution's first author appears.
    found = root.get_children().filter(name__startswith=f"{institution.code} ").first()
    return found or root


def institution_above(page: Page) -> Institution | None:
    """The institution whose home `page` is or lies below; None for a province."""
    home = HomePage.objects.ancestor_of(page, inclusive=True).select_related("institution").first()
    return home.institution if home else None


def _create(
    parent: Page,
    parsed: ParsedPage,
    files: Mapping[str, int],
    *,
    by: Any,
    publish: bool,
    course: Course | None = None,
) -> Page:
    if parsed.type not in PAGE_TYPES:
        raise PageImportRefused(_("“%(title)s” is no page that can be made.") % _names(parsed))
    model = PAGE_TYPES[parsed.type]
    page = model(title=parsed.title, slug=parsed.slug, **_fields(model, parsed))
    for name in ("body", "plan"):
        blocks = getattr(parsed, name)
        if blocks:
            page_field = model._meta.get_field(name)
            raw = [_with_files(block, files, parsed) for block in blocks]
            setattr(page, name, page_field.stream_block.to_python(raw))
    if isinstance(page, LessonPage):
        page.unit_key = _unit_key(parent, parsed)
    if isinstance(page, SyllabusPage):
        _fill_syllabus(page, parsed, course)
    try:
        page.clean_fields(exclude=["path", "depth", "content_type", "slug", "locale"])
    except ValidationError as error:
        raise PageImportRefused(
            _("“%(title)s”: %(problem)s")
            % {"title": parsed.title, "problem": " ".join(error.messages)}
        ) from error
    made = add_page(parent, page, publish=publish, by=by)
    for child in parsed.children:
        _create(made, child, files, by=by, publish=publish)
    return made


def _fill_syllabus(page: SyllabusPage, parsed: ParsedPage, course: Course | None) -> None:
    page.course = course
    if course is not None and not page.slug:
        page.slug = slugify(course.code)
    page.objectives = [
        SyllabusObjective(sort_order=n, **entry) for n, entry in enumerate(parsed.objectives)
    ]
    page.units = [SyllabusUnit(sort_order=n, **entry) for n, entry in enumerate(parsed.units)]


def _names(parsed: ParsedPage) -> dict[str, str]:
    return {"title": parsed.title, "unit": parsed.unit}


def _fields(model: type[Page], parsed: ParsedPage) -> dict[str, Any]:
    values = dict(parsed.fields)
    for name, value in values.items():
        if isinstance(model._meta.get_field(name), models.DateField):
            values[name] = datetime.date.fromisoformat(value)
    return values


def _with_files(
    raw: dict[str, Any], files: Mapping[str, int], parsed: ParsedPage
) -> dict[str, Any]:
    if not isinstance(raw["value"], dict):
        return raw
    block = copy.deepcopy(raw)
    for name, value in block["value"].items():
        if isinstance(value, str) and value.startswith(FILE) and name in _CHOOSERS:
            wanted = value.removeprefix(FILE)
            if wanted not in files:
                raise PageImportRefused(
                    _("“%(title)s” shows “%(file)s”, which isn't there. Upload it first.")
                    % {"title": parsed.title, "file": wanted}
                )
            block["value"][name] = files[wanted]
    return block


_CHOOSERS = ("image", "video", "audio", "document")


def _unit_key(parent: Page, parsed: ParsedPage) -> Any:
    if not parsed.unit or not isinstance(parent, SyllabusPage):
        return None
    wanted = _plain(parsed.unit)
    for unit in parent.units.all():
        if _plain(unit.title) == wanted:
            return unit.key
    raise PageImportRefused(_("“%(title)s”: the syllabus has no unit “%(unit)s”.") % _names(parsed))


def _plain(title: str) -> str:
    return "".join(title.split()).casefold()


def _videos(parent: Page, parsed: Iterable[ParsedPage]) -> dict[str, int]:
    wanted = {
        entry.name
        for page in parsed
        for below in page.walk()
        for entry in below.files
        if entry.kind == "video"
    }
    if not wanted:
        return {}
    collection = collection_of(institution_above(parent))
    found = LibraryMedia.objects.filter(title__in=wanted, type="video", collection=collection)
    return dict(found.order_by("pk").values_list("title", "pk"))
