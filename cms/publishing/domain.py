"""From a syllabus page to the outline that classes are taught by."""

from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from cms.content.approvals import is_approved
from cms.content.models import HomePage, SyllabusObjective, SyllabusPage, SyllabusUnit
from cms.publishing.counting_videos import counting_videos
from courses.curriculum.domain import (
    ContributionDraft,
    Differences,
    HoursLine,
    OutlineRefused,
    UnitDraft,
    compare_hours,
    compare_units,
    hours_of,
    lines_of_draft,
    lines_of_outline,
    release_outline,
)
from courses.curriculum.models import Outline
from courses.delivery.domain import set_online_resources


class SyllabusDraft(NamedTuple):
    """What a release of the page's published revision would hold."""

    title: str
    objectives: list[tuple[str, str]]
    units: list[UnitDraft]
    contributions: list[ContributionDraft]
    revision: Revision


def draft_of(page: SyllabusPage) -> SyllabusDraft:
    """The page as last published, whatever drafts were saved since.

    Raises OutlineRefused for a page that isn't published, whose published version nobody approved,
    which is a province's master, or whose course is of another institution.
    """
    revision = page.live_revision
    if not page.live or revision is None:
        raise OutlineRefused(_("The syllabus page isn't published yet."))
    if not is_approved(revision):
        raise OutlineRefused(_("The published version was not approved by its reviewers."))
    published: SyllabusPage = revision.as_object()
    if published.course is None:
        raise OutlineRefused(_("A province's master is adopted by schools, which release it."))
    home = page.get_parent().specific
    if not isinstance(home, HomePage) or home.institution_id != published.course.institution_id:
        raise OutlineRefused(_("The course belongs to another institution."))
    objectives, units = list(published.objectives.all()), list(published.units.all())
    return SyllabusDraft(
        title=published.title,
        objectives=[(objective.kind, objective.text) for objective in objectives],
        units=[
            UnitDraft(
                unit.title,
                unit.content,
                unit.theory_hours,
                unit.practice_hours,
                unit.online_hours,
                unit.key,
            )
            for unit in units
        ],
        contributions=_contributions(published, objectives, units),
        revision=revision,
    )


def _contributions(
    page: SyllabusPage, objectives: list[SyllabusObjective], units: list[SyllabusUnit]
) -> list[ContributionDraft]:
    """The map of the page by positions; lines of an objective or unit that is gone are left out."""
    objective_at = {one.key: position for position, one in enumerate(objectives, start=1)}
    unit_at = {one.key: position for position, one in enumerate(units, start=1)}
    return [
        ContributionDraft(objective_at[line.objective_key], unit_at[line.unit_key], line.assessment)
        for line in page.contributions.all()
        if line.objective_key in objective_at and line.unit_key in unit_at
    ]


def changes_since_last(
    page: SyllabusPage, draft: SyllabusDraft
) -> tuple[Outline, Differences] | None:
    """The course's newest outline and what the draft changes on it; None before the first."""
    latest = Outline.objects.filter(course=page.course).order_by("-number").first()
    if latest is None:
        return None
    old = lines_of_outline(latest.units.all())
    return latest, compare_units(old, lines_of_draft(draft.units))


def check_hours(page: SyllabusPage) -> list[HoursLine]:
    """The published units against the course, kind by kind."""
    draft = draft_of(page)
    return compare_hours(hours_of(page.course), draft.units)


def release_syllabus(page: SyllabusPage, *, by: Any) -> Outline:
    """Release the page's published revision; the same revision again gives the same outline.

    Raises OutlineRefused, or its HoursMismatch when unit hours don't add up to the course's.
    """
    draft = draft_of(page)
    with transaction.atomic():
        outline = release_outline(
            page.course,
            title=draft.title,
            objectives=draft.objectives,
            units=draft.units,
            contributions=draft.contributions,
            hours=hours_of(page.course),
            page_id=page.pk,
            revision_id=draft.revision.pk,
            by=by,
        )
        set_online_resources(outline, counting_videos(page, outline))
    return outline
