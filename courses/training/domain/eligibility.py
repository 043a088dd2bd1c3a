"""Whether a person may be nominated for a session: what stands against it, as sentences."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from courses.institutions.models import StaffMember
from courses.training.domain.spans import months_after
from courses.training.enums import NominationState
from courses.training.models import Completion, Nomination, NominationRule, TrainingSession


def obstacles(
    staff: StaffMember,
    session: TrainingSession,
    *,
    rule: NominationRule,
    asked: Nomination | None = None,
) -> Iterator[str]:
    """`session` with its programme. Seats aren't asked for: without one there is the waiting list.
    `asked`: the nomination that waits for its answer or its seat, so that of others on the same
    days only one with a seat stands against it. At most four queries."""
    programme = session.programme
    if not programme.is_for_staff:
        yield _("This programme trains students. Staff are not nominated for it.")
        return
    if not _reaches(session, staff):
        yield _("The session is not for people of this institution.")
        return
    kinds = set(staff.periods.valid_on(session.starts_on).values_list("kind", flat=True))
    if not kinds:
        yield _("%(name)s is not employed on %(date)s.") % {
            "name": staff.name,
            "date": session.starts_on.isoformat(),
        }
    elif not any(programme.is_for(kind) for kind in kinds):
        yield _("The programme is for %(kinds)s.") % {
            "kinds": _(", ").join(programme.staff_kinds_said)
        }
    if programme.prerequisite_id and not _has_completed(staff, session):
        yield _("%(programme)s has to be completed first.") % {"programme": programme.prerequisite}
    yield from _other_sessions(staff, session, asked)
    if until := barred_until(staff, rule=rule, on=session.starts_on):
        yield _("%(name)s did not appear, or withdrew late: until %(date)s others go first.") % {
            "name": staff.name,
            "date": until.isoformat(),
        }


def barred_until(
    staff: StaffMember, *, rule: NominationRule, on: datetime.date
) -> datetime.date | None:
    """The last day on which somebody who didn't appear, or withdrew too late, isn't nominated, if
    `on` isn't later. One query."""
    if not rule.no_show_months and not rule.late_withdrawal_months:
        return None
    last = None
    for nomination in staff.nominations.exclude(session__ends_on__gte=on).select_related("session"):
        months = 0
        if nomination.state == NominationState.NO_SHOW:
            months = rule.no_show_months
        elif nomination.state == NominationState.WITHDRAWN and nomination.withdrawn_late:
            months = rule.late_withdrawal_months
        if months:
            day = months_after(nomination.session.ends_on, months)
            last = max(last, day) if last else day
    return last if last and last >= on else None


def _reaches(session: TrainingSession, staff: StaffMember) -> bool:
    if session.institution_id is not None:
        return session.institution_id == staff.institution_id
    return session.province == staff.institution.province


def _has_completed(staff: StaffMember, session: TrainingSession) -> bool:
    return Completion.objects.filter(
        staff=staff,
        session__programme=session.programme.prerequisite_id,
        completed_on__lt=session.starts_on,
    ).exists()


def _other_sessions(
    staff: StaffMember, session: TrainingSession, asked: Nomination | None
) -> Iterator[str]:
    on_its_days = Nomination.objects.filter(
        staff=staff,
        session__starts_on__lte=session.ends_on,
        session__ends_on__gte=session.starts_on,
    )
    others = on_its_days.standing() if asked is None else on_its_days.seated().exclude(pk=asked.pk)
    for other in others.select_related("session__programme"):
        if other.session_id == session.pk:
            yield _("%(name)s is nominated already.") % {"name": staff.name}
        else:
            yield _("%(name)s is nominated for %(session)s on the same days.") % {
                "name": staff.name,
                "session": other.session,
            }
