"""Every person of some kinds holds a verified, valid certificate that counts as 中级以上."""

import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.compliance.enums import FindingState
from assessments.compliance.metrics.held_certificates import (
    Held,
    Standing,
    best_certificates,
    shortfalls,
)
from assessments.compliance.metrics.people import (
    check_staff_parameters,
    person_figures,
    staff_periods_on,
)
from assessments.compliance.metrics.registry import Figures, MetricAnswer, metric
from assessments.compliance.metrics.wording import joined, kinds_in_words
from courses.institutions.models import Institution
from courses.qualifications.domain.certificate_rules import ladder_of
from courses.qualifications.domain.waivers import waived_on
from courses.qualifications.enums import Fulfilment


@metric("staff_certificates")
class StaffCertificates:
    """Parameters: staff_kinds, school_level_only. Certificates that end soon are pointed out, by
    the first reminder of the certificate rule in force, as everywhere else."""

    def check(self, parameters: Figures) -> None:
        check_staff_parameters(parameters)

    def measure(
        self, parameters: Figures, institution: Institution, on: datetime.date
    ) -> MetricAnswer:
        periods = staff_periods_on(institution, parameters, on)
        held = best_certificates(institution, {p.staff_id: p.kind for p in periods}, on=on)
        waived = waived_on(institution, on=on)
        missing = shortfalls(
            institution, [p.staff_id for p in periods if p.staff_id not in held], on
        )
        people = []
        evidence: dict[str, list[int]] = {
            "staff": [period.staff_id for period in periods],
            "certificates": [],
            "staff_undecided": [],
            "certificates_undecided": [],
            "staff_without": [],
            "staff_waived": [],
        }
        soon = max(ladder_of(institution, on=on), default=0)
        last = on + datetime.timedelta(days=soon)
        for period in periods:
            best = held.get(period.staff_id) or missing.get(period.staff_id) or Held(Standing.NONE)
            fulfilment = best.fulfilment(waived=period.staff_id in waived)
            is_waived = fulfilment == Fulfilment.WAIVED
            people.append(person_figures(period) | best.figures(last) | {"waived": is_waived})
            if fulfilment == Fulfilment.HELD:
                evidence["certificates"].append(best.certificate_id)
            elif fulfilment == Fulfilment.UNDECIDED:
                evidence["staff_undecided"].append(period.staff_id)
                evidence["certificates_undecided"].append(best.certificate_id)
            else:
                # A waiver lets somebody teach; it is no certificate.
                evidence["staff_without"].append(period.staff_id)
                if is_waived:
                    evidence["staff_waived"].append(period.staff_id)
        total, holders = len(people), len(evidence["certificates"])
        undecided, without = len(evidence["staff_undecided"]), len(evidence["staff_without"])
        return MetricAnswer(
            state=_state(total=total, undecided=undecided, without=without),
            value=f"{holders}/{total}" if total else "—",
            threshold=f"{total}/{total}" if total else "—",
            figures={
                "staff": total,
                "holders": holders,
                "undecided": undecided,
                "without": without,
                "waived": len(evidence["staff_waived"]),
                "parameters": dict(parameters),
                "lapsing_within_days": soon,
                "people": people,
            },
            evidence=evidence,
        )

    def explanation(self, figures: Figures) -> list[str]:
        sentences = [
            _("Full-time staff employed on the date (%(kinds)s): %(staff)d people.")
            % {
                "kinds": kinds_in_words(figures["parameters"]["staff_kinds"]),
                "staff": figures["staff"],
            },
            _(
                "A person counts with at least one certificate that has been verified, was issued "
                "on or before the date, has not ended before it (the last day of validity still "
                "counts), and whose level counts as intermediate or higher by the reading in "
                "force: %(holders)d people."
            )
            % {"holders": figures["holders"]},
        ]
        if figures["without"]:
            sentences.append(
                _("Without such a certificate: %(without)d people.")
                % {"without": figures["without"]}
            )
        # Audits from before they were told apart don't have it.
        if figures.get("waived"):
            sentences.append(
                ngettext(
                    "Of these, %(waived)d may teach under a waiver, which is no certificate.",
                    "Of these, %(waived)d may teach under a waiver, which is no certificate.",
                    figures["waived"],
                )
                % {"waived": figures["waived"]}
            )
        for level, names in _undecided_levels(figures).items():
            sentences.append(
                _(
                    "Whether “%(level)s” counts as intermediate or higher is undecided. It is the "
                    "best certificate of: %(names)s."
                )
                % {"level": level, "names": joined(names)}
            )
        sentences.append(_("People are counted whole; nothing is rounded."))
        return sentences

    def outlook(self, figures: Figures) -> list[str]:
        if not figures["staff"]:
            return [
                _(
                    "There are no full-time staff on this date, so there is nobody to check. "
                    "Check the date, or enter the staff."
                )
            ]
        sentences = []
        if figures["without"]:
            sentences.append(
                ngettext(
                    "%(without)d person would need a recognised certificate, verified here.",
                    "%(without)d people would need a recognised certificate, verified here.",
                    figures["without"],
                )
                % {"without": figures["without"]}
            )
        levels = _undecided_levels(figures)
        if levels:
            verdict = (
                _("Then the rule would still not be met because of the people without one.")
                if figures["without"]
                else _("If all of them count, the rule is met; if one does not, it is not met.")
            )
            sentences.append(
                _(
                    "The office or the province has to record how these levels are read: "
                    "%(levels)s. %(verdict)s"
                )
                % {"levels": joined(levels), "verdict": verdict}
            )
        lapsing = [p["name"] for p in figures["people"] if p["lapses"]]
        if lapsing:
            sentences.append(
                _("Certificates that end within %(days)d days of the date: %(names)s.")
                % {
                    "days": _soon_days(figures),
                    "names": joined(lapsing),
                }
            )
        if not sentences:
            sentences.append(
                _("One more full-time person without a recognised certificate would break it.")
            )
        return sentences


def _soon_days(figures: Figures) -> int:
    """Audits from before the certificate rule decided it have the days among the parameters."""
    days: int = (
        figures["lapsing_within_days"]
        if "lapsing_within_days" in figures
        else figures["parameters"]["lapsing_within_days"]
    )
    return days


def _undecided_levels(figures: Figures) -> dict[str, list[str]]:
    """{level in words: names of the people whose best certificate it is}."""
    levels: dict[str, list[str]] = {}
    for person in figures["people"]:
        if person["standing"] == Standing.UNDECIDED:
            certificate: dict[str, Any] = person["certificate"]
            levels.setdefault(certificate["level"], []).append(person["name"])
    return levels


def _state(*, total: int, undecided: int, without: int) -> FindingState:
    if without:
        return FindingState.NOT_MET
    # Nobody employed proves nothing: more likely the staff were never entered.
    if undecided or not total:
        return FindingState.UNDECIDED
    return FindingState.MET
