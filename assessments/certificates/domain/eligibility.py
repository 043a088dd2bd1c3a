"""Who of a class gets a certificate, and who not and why."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.certificates.domain.printing import unprintable
from assessments.certificates.enums import CertificateKind, CertificateState, Verdict
from assessments.certificates.models import Certificate
from assessments.grading.enums import SheetState
from assessments.grading.models import GradeSheet
from courses.teaching.enums import Outcome
from courses.teaching.models import Enrolment, TeachingClass

_NOT_PASSED: dict[str, str | Promise] = {
    Outcome.OPEN: _("No result yet"),
    Outcome.FAILED: _("Not passed"),
    Outcome.EXEMPT: _("Exempt: did not take the course"),
    Outcome.DEFERRED: _("Exam deferred"),
}


@dataclass(frozen=True)
class Candidate:
    """One enrolment. `certificate`: the valid one it holds; `revoked`: the last one revoked."""

    enrolment: Enrolment
    verdict: Verdict
    reason: str | Promise = ""
    certificate: Certificate | None = None
    revoked: Certificate | None = None


@dataclass(frozen=True)
class Preview:
    """`obstacle`: why nobody of the class can get one yet; empty when somebody can."""

    teaching_class: TeachingClass
    obstacle: str | Promise
    candidates: tuple[Candidate, ...]

    def having(self, verdict: Verdict) -> list[Candidate]:
        return [candidate for candidate in self.candidates if candidate.verdict == verdict]

    @property
    def due(self) -> list[Candidate]:
        return self.having(Verdict.DUE)

    @property
    def held(self) -> list[Candidate]:
        return self.having(Verdict.HELD)

    @property
    def refused(self) -> list[Candidate]:
        return [c for c in self.candidates if c.verdict not in {Verdict.DUE, Verdict.HELD}]

    @property
    def withdrawn(self) -> list[Candidate]:
        """Passed, but theirs was revoked: only a person decides that they get another."""
        return self.having(Verdict.WITHDRAWN)


def who_gets_one(
    teaching_class: TeachingClass, *, enrolments: Collection[Enrolment] | None = None
) -> Preview:
    """Everybody of the class by student number. With `enrolments` only those, and then also those
    among them whose earlier certificate was revoked get a new one."""
    rows = Enrolment.objects.filter(teaching_class=teaching_class)
    if enrolments is not None:
        rows = rows.filter(pk__in=[enrolment.pk for enrolment in enrolments])
    rows = rows.select_related("student").order_by("student__student_number", "pk")
    sheet_state = (
        GradeSheet.objects.filter(teaching_class=teaching_class)
        .values_list("state", flat=True)
        .first()
    )
    obstacle: str | Promise = ""
    if sheet_state is None:
        obstacle = _("The class has no grade sheet yet.")
    elif sheet_state != SheetState.LOCKED:
        obstacle = _("The grade sheet is not locked yet; certificates follow locked grades.")
    earlier: dict[tuple[int, str], Certificate] = {
        (certificate.enrolment_id, certificate.state): certificate
        for certificate in Certificate.objects.filter(
            enrolment__teaching_class=teaching_class, kind=CertificateKind.COURSE_COMPLETION
        ).order_by("pk")
    }
    return Preview(
        teaching_class,
        obstacle,
        tuple(
            _judged(row, earlier, locked=not obstacle, chosen=enrolments is not None)
            for row in rows
        ),
    )


def _judged(
    enrolment: Enrolment,
    earlier: dict[tuple[int, str], Certificate],
    *,
    locked: bool,
    chosen: bool,
) -> Candidate:
    held = earlier.get((enrolment.pk, CertificateState.VALID))
    revoked = earlier.get((enrolment.pk, CertificateState.REVOKED))
    if held is not None:
        # A grade amended after the certificate; only a person can decide to revoke.
        doubt = "" if enrolment.outcome == Outcome.PASSED else _("No longer passed: revoke it?")
        return Candidate(enrolment, Verdict.HELD, doubt, certificate=held, revoked=revoked)
    if enrolment.outcome != Outcome.PASSED:
        return Candidate(
            enrolment, Verdict.NOT_DUE, _NOT_PASSED[enrolment.outcome], revoked=revoked
        )
    if not locked:
        return Candidate(enrolment, Verdict.NOT_DUE, _("Grade sheet not locked"), revoked=revoked)
    if revoked is not None and not chosen:
        reason: str | Promise = _("Gets a new one only if you choose so")
        return Candidate(enrolment, Verdict.WITHDRAWN, reason, revoked=revoked)
    missing = unprintable(enrolment.student.name, enrolment.student.student_number)
    if missing:
        reason = _("No font on this server can print %(characters)s") % {"characters": missing}
        return Candidate(enrolment, Verdict.UNPRINTABLE, reason, revoked=revoked)
    return Candidate(enrolment, Verdict.DUE, revoked=revoked)
