"""Which class used which edition, from when to when."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from courses.teaching.models import TeachingClass
from courses.textbooks.enums import AdoptionState
from courses.textbooks.models import TextbookAdoption


@dataclass(frozen=True)
class ClassUse:
    """One class and one book; `until` is the last day of use, the term's last when it stays."""

    teaching_class: TeachingClass
    adoption: TextbookAdoption | None
    since: datetime.date | None = None
    until: datetime.date | None = None


def class_uses(classes: Iterable[TeachingClass]) -> list[ClassUse]:
    """For each class its books in the order base, supplements, date; a class without a base
    textbook gets a line without a book. Two queries, however many classes."""
    rows = list(classes)
    adoptions = (
        TextbookAdoption.objects.filter(
            state=AdoptionState.APPROVED,
            course__in={one.course_id for one in rows},
            term__in={one.term_id for one in rows},
        )
        .select_related("textbook", "term")
        .prefetch_related("classes")
        .order_by("part", "valid_from", "pk")
    )
    by_course: dict[tuple[int, int], list[TextbookAdoption]] = {}
    for adoption in adoptions:
        by_course.setdefault((adoption.course_id, adoption.term_id), []).append(adoption)
    found = []
    for one in rows:
        uses = [
            ClassUse(one, adoption, adoption.valid_from, _last_day(adoption))
            for adoption in by_course.get((one.course_id, one.term_id), ())
            if _is_for(adoption, one)
        ]
        if not any(use.adoption and use.adoption.part == "base" for use in uses):
            found.append(ClassUse(one, None))
        found.extend(uses)
    return found


def _is_for(adoption: TextbookAdoption, one: TeachingClass) -> bool:
    named = {teaching_class.pk for teaching_class in adoption.classes.all()}
    return not named or one.pk in named


def _last_day(adoption: TextbookAdoption) -> datetime.date:
    if adoption.valid_to is None:
        return adoption.term.last_day
    return adoption.valid_to - datetime.timedelta(days=1)
