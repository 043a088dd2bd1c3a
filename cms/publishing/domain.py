"""From a syllabus page to the outline that classes are taught by."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from wagtail.models import Revision

from cms.content.models import HomePage, SyllabusPage
from courses.curriculum.domain import (
    HoursLine,
    OutlineRefused,
    UnitDraft,
    compare_hours,
    hours_of,
    release_outline,
)
from courses.curriculum.models import Outline


class SyllabusDraft(NamedTuple):
    """What a release of the page's published revision would hold."""

    title: str
    objectives: list[tuple[str, str]]
    units: list[UnitDraft]
    revision: Revision


def draft_of(page: SyllabusPage) -> SyllabusDraft:
    """The page as last published, whatever drafts were saved since.

    Raises OutlineRefused for a page that isn't published or whose course is of another institution.
    """
    revision = page.live_revision
    if not page.live or revision is None:
        raise OutlineRefused(_("The syllabus page isn't published yet."))
    published: SyllabusPage = revision.as_object()
    home = page.get_parent().specific
    if not isinstance(home, HomePage) or home.institution_id != published.course.institution_id:
        raise OutlineRefused(_("The course belongs to another institution."))
    return SyllabusDraft(
        title=published.title,
        objectives=[(objective.kind, objective.text) for objective in published.objectives.all()],
        units=[
            UnitDraft(
                unit.title, unit.content, unit.theory_hours, unit.practice_hours, unit.online_hours
            )
            for unit in published.units.all()
        ],
        revision=revision,
    )


def check_hours(page: SyllabusPage) -> list[HoursLine]:
    """The published units against the course, kind by kind."""
    draft = draft_of(page)
    return compare_hours(hours_of(page.course), draft.units)


def release_syllabus(page: SyllabusPage, *, by: Any) -> Outline:
    """Release the page's published revision; the same revision again gives the same outline.

    Raises OutlineRefused, or its HoursMismatch when unit hours don't add up to the course's.
    """
    draft = draft_of(page)
    return release_outline(
        page.course,
        title=draft.title,
        objectives=draft.objectives,
        units=draft.units,
        hours=hours_of(page.course),
        page_id=page.pk,
        revision_id=draft.revision.pk,
        by=by,
    )
