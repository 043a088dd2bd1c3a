"""A school takes over a master."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.content.models import HomePage
from cms.masters.domain.copies import add_copy, copies_in, relink
from cms.masters.domain.refusal import MasterRefused
from cms.masters.models import Adoption, MasterEdition
from courses.curriculum.domain import HoursLine, UnitDraft, compare_hours, hours_of
from courses.curriculum.models import Course

SYLLABUS = "syllabuspage"


def adopt(
    source: MasterEdition | Page, *, home: HomePage, course: Course | None = None, by: Any
) -> Adoption:
    """Copy an edition (of a master: its newest) below the school's `home`, published: the text was
    passed by the province. A syllabus needs the school's `course`, whose code and hours stay the
    school's; hours that don't add up don't hinder, see `hours_of_edition`.

    Raises MasterRefused for a master of another province, one adopted already, a missing or
    foreign course.
    """
    edition = source if isinstance(source, MasterEdition) else _newest(source)
    entries = list(edition.pages.all())
    _check(edition, entries[0].kind, home, course)
    try:
        with transaction.atomic():
            # Two people of one school at once: the second finds the first's copy.
            HomePage.objects.select_for_update(of=("self",)).get(pk=home.pk)
            if Adoption.objects.filter(master=edition.master_id, home=home).exists():
                raise MasterRefused(_("Your school has adopted this master already."))
            home.refresh_from_db()
            moved = copies_in(home)
            copies: dict[int, Page] = {}
            for entry in entries:
                entry.edition = edition
                root = entry.parent_id == 0
                copies[entry.page_id] = add_copy(
                    home if root else copies[entry.parent_id],
                    entry,
                    moved=moved,
                    course=course if root else None,
                    by=by,
                )
            adoption = Adoption.objects.create(
                institution=home.institution,
                home=home,
                master_id=edition.master_id,
                copy=copies[entries[0].page_id],
                edition=edition,
                adopted_by=by,
            )
            relink(home, by=by)
    except IntegrityError as error:
        if "master_adopted_once" not in str(error) and "adoption" not in str(error):
            raise
        raise MasterRefused(_("Your school has adopted this master already.")) from error
    return adoption


def hours_of_edition(edition: MasterEdition, course: Course) -> list[HoursLine]:
    """The edition's units against the course, kind by kind; empty for a textbook."""
    root = edition.pages.all()[0]
    if root.kind != SYLLABUS:
        return []
    units = [
        UnitDraft(
            row["title"],
            row["content"],
            row["theory_hours"],
            row["practice_hours"],
            row["online_hours"],
        )
        for row in root.content.get("units", [])
    ]
    return compare_hours(hours_of(course), units)


def _newest(master: Page) -> MasterEdition:
    edition = MasterEdition.objects.filter(master=master).order_by("-number").first()
    if edition is None:
        raise MasterRefused(_("The province has released no edition of this master yet."))
    return edition


def _check(edition: MasterEdition, kind: str, home: HomePage, course: Course | None) -> None:
    if home.institution is None or home.institution.province != edition.province:
        raise MasterRefused(_("Schools take over masters of their own province."))
    if kind != SYLLABUS:
        return
    if course is None:
        raise MasterRefused(_("Choose the course of your school that the syllabus is for."))
    if course.institution_id != home.institution_id:
        raise MasterRefused(_("The course belongs to another institution."))
