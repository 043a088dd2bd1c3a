"""Opening a term, step by step, with what is really there."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.portal.homes.today import Today
from courses.curriculum.models import Outline
from courses.institutions.models import Institution, Student
from courses.teaching.models import TeachingAssignment, TeachingClass
from courses.timetable.enums import VersionState
from courses.timetable.models import TimetableVersion


@dataclass(frozen=True)
class Step:
    """`fact` says what is there; `state` is done, next or later."""

    title: str
    fact: str
    address: str
    state: str


@dataclass(frozen=True)
class Opening:
    """The way to a published timetable."""

    title: str
    steps: list[Step]

    @property
    def done(self) -> int:
        return sum(step.state == "done" for step in self.steps)

    @property
    def is_complete(self) -> bool:
        return self.done == len(self.steps)


def opening_of(institution: Institution, today: Today) -> Opening:
    """The steps for the running or next term; four queries."""
    # A term that is over is not the one to open.
    term = today.term if today.term and today.term.last_day >= today.date else None
    students = Student.objects.filter(institution=institution)
    if term is not None:
        students = students.filter(entry_year=int(term.code[:4]))
    enrolled = students.count()
    outlines = Outline.objects.filter(institution=institution).count()
    taught = Exists(TeachingAssignment.objects.filter(teaching_class=OuterRef("pk"), valid_to=None))
    classes = TeachingClass.objects.filter(term=term).aggregate(
        all=Count("pk"), taught=Count("pk", filter=Q(taught))
    )
    versions = set(TimetableVersion.objects.filter(term=term).values_list("state", flat=True))
    untaught = classes["all"] - classes["taught"]
    terms = reverse("teaching:terms")
    of_term = {"public_id": term.public_id} if term else {}
    facts = [
        (
            _("Bring in the students"),
            ngettext("%(count)d first-year", "%(count)d first-years", enrolled)
            % {"count": enrolled},
            reverse("institutions:roster"),
            enrolled > 0,
        ),
        (
            _("Release the syllabus"),
            ngettext("%(count)d outline", "%(count)d outlines", outlines) % {"count": outlines},
            reverse("publishing:list"),
            outlines > 0,
        ),
        (
            _("Open the term"),
            term.code if term else _("No running or coming term"),
            terms,
            term is not None,
        ),
        (
            _("Form teaching classes"),
            ngettext("%(count)d class", "%(count)d classes", classes["all"])
            % {"count": classes["all"]},
            reverse("teaching:term", kwargs=of_term) if term else terms,
            classes["all"] > 0,
        ),
        (
            _("Assign instructors"),
            ngettext(
                "%(count)d class without an instructor",
                "%(count)d classes without an instructor",
                untaught,
            )
            % {"count": untaught}
            if untaught
            else _("Every class has one")
            if classes["all"]
            else _("No classes yet"),
            reverse("teaching:instructors", kwargs=of_term) if term else terms,
            classes["all"] > 0 and untaught == 0,
        ),
        (
            _("Build the timetable"),
            _("Built") if versions else _("Not built yet"),
            reverse("timetable:build"),
            bool(versions),
        ),
        (
            _("Publish the timetable"),
            _("Published: students and instructors see it")
            if VersionState.PUBLISHED in versions
            else _("Not published yet"),
            reverse("timetable:build"),
            VersionState.PUBLISHED in versions,
        ),
    ]
    steps: list[Step] = []
    for title, fact, address, done in facts:
        waiting = any(step.state == "next" for step in steps)
        steps.append(Step(title, fact, address, "done" if done else "later" if waiting else "next"))
    title = _("Opening the term %(code)s") % {"code": term.code} if term else _("Opening a term")
    return Opening(title, steps)
