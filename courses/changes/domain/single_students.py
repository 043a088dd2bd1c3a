"""Single students of classes: bookings know administrative classes only, and whoever retakes a
course, or sits in a class of others, is in none of its own."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from courses.teaching.models import Enrolment, Term

ByClass = dict[int, dict[int, list[int]]]


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
    def read(cls, classes: Mapping[int, Collection[int]], *, term: Term) -> "SingleStudents":
        """`classes`: the administrative classes of each teaching class. Two queries."""
        found = cls()
        here = Enrolment.objects.filter(teaching_class__in=list(classes), valid_to=None)
        attended = _attended(term, here.values("student"))
        for teaching_class, pk, number, name, home in here.values_list(
            *("teaching_class", "student", "student__student_number", "student__name"),
            "student__administrative_class",
        ):
            found.names[pk] = number, name
            found.seats[teaching_class] += 1
            own = classes[teaching_class]
            if home not in own:
                found.homes.setdefault(teaching_class, {}).setdefault(home, []).append(pk)
            for other, groups in attended[pk].items():
                if other != teaching_class and groups.isdisjoint(own):
                    found.sitting.setdefault(teaching_class, {}).setdefault(other, []).append(pk)
        return found


def _attended(term: Term, students: object) -> Mapping[int, Mapping[int, set[int]]]:
    """By student the classes of the term, with the administrative classes of each."""
    found: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    rows = Enrolment.objects.filter(
        institution=term.institution_id, term=term, valid_to=None, student__in=students
    )
    for student, teaching_class, group in rows.values_list(
        "student", "teaching_class", "teaching_class__administrative_classes"
    ):
        found[student][teaching_class].add(group)
    return found
