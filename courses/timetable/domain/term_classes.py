"""The teaching classes of a term as a search reads them."""

from django.db.models import Count, Prefetch, QuerySet

from courses.institutions.models import AdministrativeClass, Student
from courses.teaching.models import Enrolment, TeachingAssignment, TeachingClass, Term
from courses.timetable.domain.class_demands import OPEN


def classes_of(term: Term) -> QuerySet[TeachingClass]:
    """In the order of their codes, with administrative classes and open assignments. Three
    queries."""
    return (
        TeachingClass.objects.filter(term=term)
        .select_related("outline", "course")
        .prefetch_related(
            Prefetch("administrative_classes", AdministrativeClass.objects.order_by("pk")),
            Prefetch(
                "assignments",
                TeachingAssignment.objects.filter(valid_to=None)
                .select_related("staff")
                .order_by("valid_from", "pk"),
                to_attr=OPEN,
            ),
        )
        .order_by("code")
    )


def sizes_of(term: Term) -> dict[int, int]:
    """Students of each class (pk): those enrolled, else all of its administrative classes. Two
    queries."""
    enrolled = dict(
        Enrolment.objects.filter(term=term, valid_to=None)
        .order_by()
        .values_list("teaching_class")
        .annotate(Count("pk"))
    )
    members = dict(
        Student.objects.filter(administrative_class__teaching_classes__term=term)
        .order_by()
        .values_list("administrative_class__teaching_classes")
        .annotate(Count("pk"))
    )
    return {**members, **enrolled}
