"""Where a person may bring pages in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.content.domain import home_page_of
from cms.content.models import (
    ChapterPage,
    EntrepreneurshipIndexPage,
    HomePage,
    NewsIndexPage,
    SyllabusPage,
    TextbookPage,
)
from courses.curriculum.models import Course
from courses.institutions.enums import RoleKind as R
from courses.institutions.models import Institution
from courses.institutions.scopes import scope_of

IMPORTERS = (
    R.INSTRUCTOR,
    R.SECTION_HEAD,
    R.DEPARTMENT_COORDINATOR,
    R.TEACHING_OFFICE,
    R.INSTITUTION_ADMINISTRATOR,
)

# What a Word document or a cartridge becomes below a page of each type.
PAGE_TYPES_BELOW: dict[type[Page], str] = {
    SyllabusPage: "lesson",
    TextbookPage: "chapter",
    ChapterPage: "section",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A page below which pages may be made, or a course that gets a new syllabus."""

    group: str
    value: str
    label: str
    institution: Institution
    parent: Page
    course: Course | None = None


def places_for(user: Any) -> list[Place]:
    """All places of the institutions in which the person may write pages."""
    institutions = {
        role.institution_id: role.institution
        for role in scope_of(user).roles
        if role.kind in IMPORTERS
    }
    return [
        place
        for institution in institutions.values()
        if institution is not None
        for place in _places_of(institution, user)
    ]


def may_import(user: Any, institution: Institution) -> bool:
    """Asked again at every step: a role may be gone."""
    return any(
        role.kind in IMPORTERS and role.institution_id == institution.pk
        for role in scope_of(user).roles
    )


def _places_of(institution: Institution, user: Any) -> list[Place]:
    home = home_page_of(institution)
    if home is None or not home.permissions_for_user(user).can_add_subpage():
        return []
    found = [
        Place(
            _("New syllabus of a course"),
            f"course:{course.pk}",
            f"{course.code} {course.name}",
            institution,
            home,
            course,
        )
        for course in Course.objects.filter(institution=institution).order_by("code")
    ]
    for model, group in (
        (SyllabusPage, _("Lessons of a syllabus")),
        (TextbookPage, _("Chapters of a textbook")),
        (ChapterPage, _("Sections of a chapter")),
        (EntrepreneurshipIndexPage, _("Entrepreneurship (Markdown)")),
        (NewsIndexPage, _("News and policies (Markdown)")),
    ):
        pages = model.objects.descendant_of(home).order_by("path")
        found += [
            Place(group, f"page:{page.pk}", _label(page), institution, page) for page in pages
        ]
    found.append(_home_place(home, institution))
    return found


def _label(page: Page) -> str:
    return str(page.get_admin_display_title())


def _home_place(home: HomePage, institution: Institution) -> Place:
    return Place(_("Handbook (Markdown)"), f"page:{home.pk}", home.title, institution, home)
