"""Who sits in a class, as far as time and room are concerned."""

from collections import defaultdict
from collections.abc import Iterable

from courses.teaching.models import Enrolment, TeachingClass


def administrative_classes_of(classes: Iterable[int]) -> dict[int, list[int]]:
    """Pks of the administrative classes, by pk of the teaching class; one query."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = TeachingClass.administrative_classes.through.objects.filter(
        teachingclass__in=list(classes)
    ).order_by("pk")
    for teaching_class, group in rows.values_list("teachingclass_id", "administrativeclass_id"):
        found[teaching_class].append(group)
    return found


def seats_needed(teaching_class_id: int) -> int:
    """Students enrolled now; one query."""
    return Enrolment.objects.filter(teaching_class=teaching_class_id, valid_to=None).count()
