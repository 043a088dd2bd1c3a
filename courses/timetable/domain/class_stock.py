"""What a list of teaching classes is held against, read once for all its rows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from courses.curriculum.models import Course, Outline
from courses.institutions.models import AdministrativeClass, Campus, StaffMember
from courses.qualifications.domain.facts import TeachingFacts
from courses.teaching.domain.mixing import MixingRules
from courses.teaching.models import TeachingClass, Term
from courses.timetable.models import Meeting, Room
from media.spreadsheets.normalising import matching_text


@dataclass
class ClassStock:
    """Rows of the term's institution, by the form of their names that is compared. `homes`: for
    each course, the teaching class of the term in which an administrative class has it."""

    term: Term
    courses_by_code: dict[str, Course]
    courses_by_name: dict[str, list[Course]]
    outlines: dict[int, list[Outline]]
    groups: dict[str, list[AdministrativeClass]]
    campuses: dict[str, Campus]
    kinds: dict[str, str]
    equipment: dict[str, str]
    staff: dict[str, StaffMember]
    facts: TeachingFacts
    classes: dict[str, TeachingClass]
    elsewhere: dict[str, str]
    homes: dict[tuple[int, int], TeachingClass]
    mixing: MixingRules


def read_stock(term: Term, *, staff_numbers: Iterable[str]) -> ClassStock:
    """A fixed number of queries, one more where a rule of joint classes goes by a word. Classes
    come with `has_meetings`."""
    inside = {"institution": term.institution_id}
    courses = list(Course.objects.filter(**inside).order_by("pk"))
    by_name: dict[str, list[Course]] = defaultdict(list)
    for course in courses:
        by_name[matching_text(course.name)].append(course)
    outlines: dict[int, list[Outline]] = defaultdict(list)
    for outline in Outline.objects.filter(**inside).select_related("course").order_by("-number"):
        outlines[outline.course_id].append(outline)
    groups: dict[str, list[AdministrativeClass]] = defaultdict(list)
    for group in AdministrativeClass.objects.filter(**inside).order_by("entry_year"):
        groups[matching_text(group.name)].append(group)
    rooms = list(Room.objects.filter(**inside).values_list("kind", "equipment"))
    staff = list(StaffMember.objects.filter(**inside, staff_number__in=set(staff_numbers)))
    planned = TeachingClass.objects.filter(term=term).with_details()
    met = Exists(Meeting.objects.filter(teaching_class=OuterRef("pk")))
    classes = list(planned.select_related("outline").annotate(has_meetings=met))
    others = TeachingClass.objects.filter(**inside).exclude(term=term)
    return ClassStock(
        term=term,
        courses_by_code={matching_text(course.code): course for course in courses},
        courses_by_name=by_name,
        outlines=outlines,
        groups=groups,
        campuses={
            matching_text(campus.name): campus
            for campus in Campus.objects.filter(**inside).order_by("pk")
        },
        kinds={matching_text(kind): kind for kind, _things in rooms if kind},
        equipment={matching_text(one): one for _kind, things in rooms for one in things},
        staff={member.staff_number: member for member in staff},
        facts=TeachingFacts.of(staff),
        classes={matching_text(one.code): one for one in classes},
        elsewhere={
            matching_text(code): term_code
            for code, term_code in others.values_list("code", "term__code")
        },
        homes={
            (one.course_id, group.pk): one
            for one in classes
            for group in one.administrative_classes.all()
        },
        mixing=MixingRules.of_term(term),
    )
