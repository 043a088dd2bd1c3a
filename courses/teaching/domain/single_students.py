"""Single students of classes: bookings know administrative classes only, and whoever retakes a
course, or sits in a class of others, is in none of its own."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import ngettext

from courses.teaching.models import Enrolment, TeachingClass, Term

ByClass = dict[int, dict[int, list[int]]]


@dataclass(frozen=True, order=True)
class StudentElsewhere:
    """`other`: the code of the class, or the course or reason for which the time is taken."""

    student_number: str
    name: str
    other: str
    student_id: int


def students_elsewhere_said(count: int) -> str:
    return ngettext(
        "%(count)d student has another class", "%(count)d students have another class", count
    ) % {"count": count}


@dataclass
class SingleStudents:
    """By teaching class (pks throughout): `sitting` has those who sit in each other class too, as
    far as that isn't of the same administrative classes, whose times are booked; `homes` those who
    come from each other administrative class; `seats` how many sit in it altogether. `names` are
    student numbers and names."""

    names: dict[int, tuple[str, str]] = field(default_factory=dict)
    seats: Counter[int] = field(default_factory=Counter)
    sitting: ByClass = field(default_factory=dict)
    homes: ByClass = field(default_factory=dict)

    @classmethod
    def read(
        cls,
        classes: Mapping[int, Collection[int]],
        *,
        terms: Collection[Term],
        with_seats: bool = False,
    ) -> "SingleStudents":
        """`classes`: the administrative classes of each teaching class. Two queries. Without
        `seats` only single students are read, of whom there are few."""
        found = cls()
        here = Enrolment.objects.filter(teaching_class__in=list(classes), valid_to=None)
        several = _in_several(terms, here.values("student"))
        attended = _attended(terms, several)
        if not with_seats:
            here = here.filter(~Exists(_own_group()) | Q(student__in=several))
        for teaching_class, pk, number, name, home in here.values_list(
            *("teaching_class", "student", "student__student_number", "student__name"),
            "student__administrative_class",
        ):
            found.names[pk] = number, name
            if with_seats:
                found.seats[teaching_class] += 1
            own = classes[teaching_class]
            if home not in own:
                found.homes.setdefault(teaching_class, {}).setdefault(home, []).append(pk)
            for other, groups in attended.get(pk, {}).items():
                if other != teaching_class and groups.isdisjoint(own):
                    found.sitting.setdefault(teaching_class, {}).setdefault(other, []).append(pk)
        return found

    @property
    def other_classes(self) -> set[int]:
        return {other for sitting in self.sitting.values() for other in sitting}

    @property
    def other_homes(self) -> set[int]:
        return {home for each in self.homes.values() for home in each}

    def named(self, others: Mapping[int, str]) -> tuple[StudentElsewhere, ...]:
        """Students by what they have besides, in the order of their numbers."""
        return tuple(
            sorted(StudentElsewhere(*self.names[pk], other, pk) for pk, other in others.items())
        )


def _own_group() -> QuerySet:
    return TeachingClass.administrative_classes.through.objects.filter(
        teachingclass=OuterRef("teaching_class"),
        administrativeclass=OuterRef("student__administrative_class"),
    )


def _open_in(terms: Iterable[Term]) -> QuerySet[Enrolment]:
    terms = list(terms)
    return Enrolment.objects.filter(
        institution__in={term.institution_id for term in terms}, term__in=terms, valid_to=None
    )


def _in_several(terms: Iterable[Term], students: QuerySet) -> QuerySet:
    """Of the students those who sit in more than one class."""
    rows = _open_in(terms).filter(student__in=students).order_by()
    counted = rows.values("student").annotate(classes=Count("pk"))
    return counted.filter(classes__gt=1).values("student")


def _attended(
    terms: Iterable[Term], students: QuerySet
) -> Mapping[int, Mapping[int, set[int | None]]]:
    """By student the classes of the terms, with the administrative classes of each."""
    found: dict[int, dict[int, set[int | None]]] = defaultdict(lambda: defaultdict(set))
    for student, teaching_class, group in (
        _open_in(terms)
        .filter(student__in=students)
        .values_list("student", "teaching_class", "teaching_class__administrative_classes")
    ):
        found[student][teaching_class].add(group)
    return found
