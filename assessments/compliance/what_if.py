"""What supposed departures do to the ratio of staff to graduating students."""

import datetime

from django.utils.translation import gettext as _

from assessments.compliance.domain.presentation import title_of
from assessments.compliance.domain.rules import rules_in_force
from assessments.compliance.metrics import metric_of
from assessments.compliance.metrics.ratio import Ratio
from courses.institutions.models import Institution
from courses.qualifications.domain.what_if import WhatIf, what_if_effect

RATIO = "full_time_ratio"


@what_if_effect(RATIO)
def ratio_after_departures(
    institution: Institution, what_if: WhatIf, on: datetime.date
) -> list[str]:
    """A sentence for each rule of the ratio, on the day when the last of them has left (`on` at
    the latest); none when nobody leaves."""
    if not what_if.leaving:
        return []
    day = min(max(what_if.leaving.values()), on)
    sentences = []
    for rule in rules_in_force(institution, day):
        if rule.metric != RATIO:
            continue
        figures = metric_of(RATIO).measure(rule.parameters, institution, day).figures
        gone = [
            person["id"]
            for person in figures["people"]
            if what_if.leaving.get(person["id"], datetime.date.max) <= day
        ]
        before = Ratio(figures["staff"], figures["students"], rule.parameters["denominator"])
        after = Ratio(before.staff - len(gone), before.students, before.denominator)
        if not before.students:
            continue
        verdict = _("still met") if after.is_met else _("not met")
        sentences.append(
            _(
                "%(rule)s on %(day)s: %(before)s would become %(after)s (required 1:%(required)d), "
                "%(verdict)s."
            )
            % {
                "rule": title_of(rule),
                "day": day.isoformat(),
                "before": before.text,
                "after": after.text,
                "required": before.denominator,
                "verdict": verdict,
            }
        )
    return sentences
