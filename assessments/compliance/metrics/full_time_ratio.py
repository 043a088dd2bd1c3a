"""专职人员 to 应届毕业生, not lower than 1:N."""

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.compliance.enums import FindingState
from assessments.compliance.metrics.cohort import (
    graduating_students,
    graduating_year,
    parse_day_of_year,
)
from assessments.compliance.metrics.people import (
    check_staff_parameters,
    person_figures,
    staff_periods_on,
)
from assessments.compliance.metrics.ratio import Ratio
from assessments.compliance.metrics.registry import Figures, MetricAnswer, metric
from assessments.compliance.metrics.wording import kinds_in_words
from courses.institutions.models import Institution


@metric("full_time_ratio")
class FullTimeRatio:
    """Parameters: denominator, staff_kinds, school_level_only, academic_year_begins (MM-DD)."""

    def check(self, parameters: Figures) -> None:
        denominator = parameters["denominator"]
        if type(denominator) is not int or denominator < 1:
            raise ValueError(f"denominator: {denominator!r}")
        check_staff_parameters(parameters)
        parse_day_of_year(parameters["academic_year_begins"])

    def measure(
        self, parameters: Figures, institution: Institution, on: datetime.date
    ) -> MetricAnswer:
        year = graduating_year(on, parameters["academic_year_begins"])
        departments = graduating_students(institution, year, on)
        periods = staff_periods_on(institution, parameters, on)
        students = [student for department in departments for student in department.ids]
        ratio = Ratio(len(periods), len(students), parameters["denominator"])
        return MetricAnswer(
            state=_state(ratio),
            value=ratio.text if ratio.students else _NOTHING_TO_COMPARE,
            threshold=f"1:{ratio.denominator}",
            figures={
                "staff": ratio.staff,
                "students": ratio.students,
                "staff_needed": ratio.needed,
                "staff_missing": ratio.missing,
                "graduation_year": year,
                "parameters": dict(parameters),
                "departments": [
                    {"name": department.name, "students": len(department.ids)}
                    for department in departments
                ],
                "people": [person_figures(period) for period in periods],
            },
            evidence={"staff": [period.staff_id for period in periods], "students": students},
        )

    def explanation(self, figures: Figures) -> list[str]:
        parameters = figures["parameters"]
        month, day = parse_day_of_year(parameters["academic_year_begins"])
        scope = (
            _("Only people who work at institution level count.")
            if parameters["school_level_only"]
            else _("People of the institution and of its departments count alike.")
        )
        sentences = [
            _(
                "Full-time staff employed on the date (%(kinds)s): %(staff)d people. Each person "
                "counts once. %(scope)s"
            )
            % {
                "kinds": kinds_in_words(parameters["staff_kinds"]),
                "staff": figures["staff"],
                "scope": scope,
            },
            _(
                "Graduating students: enrolled on the date and due to graduate in %(year)d, the "
                "end of the academic year that contains the date (it begins on %(month)d/%(day)d): "
                "%(students)d students."
            )
            % {
                "year": figures["graduation_year"],
                "month": month,
                "day": day,
                "students": figures["students"],
            },
        ]
        if figures["students"] and figures["staff"]:
            sentences.append(
                _(
                    "%(students)d students ÷ %(staff)d people gives %(value)s. The figure shown is "
                    "rounded up to two decimals; whether the rule is met is decided on whole "
                    "numbers: %(staff)d × %(denominator)d = %(capacity)d."
                )
                % {
                    "students": figures["students"],
                    "staff": figures["staff"],
                    "value": _ratio(figures).text,
                    "denominator": parameters["denominator"],
                    "capacity": figures["staff"] * parameters["denominator"],
                }
            )
        if figures["students"]:
            sentences.append(
                _(
                    "Staff needed: %(students)d ÷ %(denominator)d, rounded up to whole people: "
                    "%(needed)d."
                )
                % {
                    "students": figures["students"],
                    "denominator": parameters["denominator"],
                    "needed": figures["staff_needed"],
                }
            )
        return sentences

    def outlook(self, figures: Figures) -> list[str]:
        ratio = _ratio(figures)
        if not ratio.students:
            return [
                _(
                    "There are no graduating students on this date, so there is nothing to "
                    "compare. Check the date, or import the students' roster."
                )
            ]
        if not ratio.is_met:
            return [
                ngettext(
                    "%(missing)d more full-time person would be needed.",
                    "%(missing)d more full-time people would be needed.",
                    ratio.missing,
                )
                % {"missing": ratio.missing}
            ]
        people = (
            ngettext(
                "It stays met if %(spare)d full-time person leaves; one more would break it.",
                "It stays met if %(spare)d full-time people leave; one more would break it.",
                ratio.spare,
            )
            % {"spare": ratio.spare}
            if ratio.spare
            else _("One more full-time person leaving would break it.")
        )
        students = (
            _("Up to %(headroom)d more graduating students would keep it met.")
            % {"headroom": ratio.headroom}
            if ratio.headroom
            else _("One more graduating student would break it.")
        )
        return [people, students]


_NOTHING_TO_COMPARE = "—"


def _ratio(figures: Figures) -> Ratio:
    return Ratio(figures["staff"], figures["students"], figures["parameters"]["denominator"])


def _state(ratio: Ratio) -> FindingState:
    # Without students the sum would call an empty roster compliant; nobody should sign that.
    if not ratio.students:
        return FindingState.UNDECIDED
    return FindingState.MET if ratio.is_met else FindingState.NOT_MET
