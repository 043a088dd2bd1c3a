"""Opening a term, step by step, with what is really there."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.portal.homes.today import Today
from courses.curriculum.models import Outline
from courses.institutions.asked_together import AskedTogether
from courses.institutions.models import Institution, Student
from courses.teaching.models import TeachingAssignment, TeachingClass, Term
from courses.timetable.enums import VersionState
from courses.timetable.models import TimetableVersion
from courses.timetable.queries import term_on

ONE_DAY = datetime.timedelta(days=1)


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


def opening_asked(
    together: AskedTogether, institution: Institution, today: Today
) -> Callable[[], Opening]:
    """The steps for the running or next term, from questions among others."""
    term = today.term
    if term is not None and term.last_day < today.date:
        # In its exam weeks or over: not the one to open, but the next may be there.
        after = term_on(institution.pk, term.last_exam_day + ONE_DAY)
        term = after if after is not None and after.last_day >= today.date else None
    students = Student.objects.filter(institution=institution)
    if term is not None:
        students = students.filter(entry_year=int(term.code[:4]))
    taught = Exists(TeachingAssignment.objects.filter(teaching_class=OuterRef("pk"), valid_to=None))
    classes = TeachingClass.objects.filter(term=term)
    versions = TimetableVersion.objects.filter(term=term)
    counts = {
        "students": together.count(students),
        "outlines": together.count(Outline.objects.filter(institution=institution)),
        "classes": together.count(classes),
        "untaught": together.count(classes.filter(~taught)),
        "built": together.count(versions),
        "published": together.count(versions.filter(state=VersionState.PUBLISHED)),
    }
    return lambda: _opening(term, {name: count() for name, count in counts.items()})


def _opening(term: Term | None, there: dict[str, int]) -> Opening:
    enrolled, outlines, classes = there["students"], there["outlines"], there["classes"]
    untaught = there["untaught"]
    terms = reverse("teaching:terms")
    of_term = {"public_id": term.public_id} if term else {}
    build = reverse("timetable:build") + (f"?term={term.public_id}" if term else "")
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
            ngettext("%(count)d class", "%(count)d classes", classes) % {"count": classes},
            reverse("teaching:term", kwargs=of_term) if term else terms,
            classes > 0,
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
            if classes
            else _("No classes yet"),
            reverse("teaching:instructors", kwargs=of_term) if term else terms,
            classes > 0 and untaught == 0,
        ),
        (
            _("Build the timetable"),
            _("Built") if there["built"] else _("Not built yet"),
            build,
            there["built"] > 0,
        ),
        (
            _("Publish the timetable"),
            _("Published: students and instructors see it")
            if there["published"]
            else _("Not published yet"),
            build,
            there["published"] > 0,
        ),
    ]
    steps: list[Step] = []
    for title, fact, address, done in facts:
        waiting = any(step.state == "next" for step in steps)
        steps.append(Step(title, fact, address, "done" if done else "later" if waiting else "next"))
    title = _("Opening the term %(code)s") % {"code": term.code} if term else _("Opening a term")
    return Opening(title, steps)
