"""Rotation training of the demonstration: one session held, three to come, one of students."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone

from courses.institutions.enums import FULL_TIME, StaffKind
from courses.institutions.models import Institution, StaffMember, StaffPeriod
from courses.training.domain import (
    QuotaSaid,
    SessionPlan,
    assess,
    hold_session,
    nominate,
    open_session,
    plan_session,
    record_day,
    roll_of,
    save_programme,
    set_institution_quotas,
)
from courses.training.enums import ApprovalStep, CompletionResult, ProgrammeKind
from courses.training.models import TrainingProgramme, TrainingSession

D = datetime.date
# Written down on fixed days, so that the same seed gives the same rows on any day.
HELD_FROM, NOW = D(2024, 10, 14), D(2026, 11, 24)
ROTATION = SessionPlan(
    "LX2027-1",
    D(2027, 3, 22),
    D(2027, 3, 24),
    D(2027, 3, 5),
    2,
    place="郑州市金水区文化路",
    host_base="河南省就业指导教师培训基地",
    region="郑州市",
)
# Within the teaching weeks, at home, and nobody nominated yet: a plan sends whoever is due and has
# to find who teaches meanwhile.
AT_HOME = SessionPlan(
    "XB2026-1", D(2026, 12, 14), D(2026, 12, 16), D(2026, 12, 11), 6, place="本校教师发展中心"
)


def create_trainings(
    institution: Institution, staff: Sequence[StaffMember], *, people: dict[str, Any]
) -> None:
    """Every third of the full-time staff was trained in 2024; of the next session one has a seat,
    one waits for the province, one is on the waiting list; that of the institution is empty."""
    officer, office = people["province"], people["office"]
    periods = (
        StaffPeriod.objects.filter(staff__in=staff, kind__in=FULL_TIME)
        .select_related("staff__institution", "staff__department__institution")
        .order_by("staff__staff_number")
    )
    full_time = [period.staff for period in periods]
    trained = [period.staff for period in periods[2::3] if period.valid_from <= HELD_FROM]
    rotation = _programme(institution, "LX-01", "全省就业指导教师轮训", "rotation", 24, by=officer)
    seminar = _programme(institution, "YX-01", "生涯咨询专题研修", "topical", 16, by=officer)
    _programme(institution, "GQ-01", "新任就业指导人员岗前培训", "pre_service", 24, by=officer)
    students = _programme(institution, "HZ-01", "宏志助航就业能力培训", "student", 40, by=officer)
    _hold(rotation, trained, by=officer)
    session = _open(rotation, ROTATION, by=officer)
    set_institution_quotas(session, {institution: QuotaSaid(1, 1)}, by=officer, now=_at(NOW))
    others = [one for number, one in enumerate(full_time) if number % 3 != 2]
    for person, step in zip(
        others,
        (ApprovalStep.PROVINCE, ApprovalStep.INSTITUTION, ApprovalStep.PROVINCE),
        strict=False,
    ):
        by = officer if step == ApprovalStep.PROVINCE else office
        nominate(session, person, acting_for=step, by=by, now=_at(NOW))
    at_home = _programme(
        institution, "XB-01", "校本就业指导教师轮训", "rotation", 24, of_province=False, by=office
    )
    _open(at_home, AT_HOME, by=office)
    later = D(2027, 5, 17)
    day = datetime.timedelta(days=1)
    _open(
        seminar,
        SessionPlan(
            "YX2027-1",
            later,
            later + day,
            later - 14 * day,
            60,
            is_online=True,
            price=Decimal(300),
        ),
        by=officer,
    )
    _open(
        students,
        SessionPlan("HZ2027-1", later, later + 4 * day, later - day, 50, place="本校"),
        by=officer,
    )


def _programme(
    institution: Institution,
    code: str,
    name: str,
    kind: str,
    hours: int,
    *,
    of_province: bool = True,
    by: Any,
) -> TrainingProgramme:
    kinds: Sequence[str] = (
        (StaffKind.FULL_TIME_MANAGER, StaffKind.FULL_TIME_TEACHER)
        if kind == ProgrammeKind.ROTATION
        else ()
    )
    return save_programme(
        None,
        institution=None if of_province else institution,
        province=institution.province if of_province else "",
        code=code,
        name=name,
        kind=kind,
        hours=hours,
        staff_kinds=kinds,
        by=by,
    )


def _open(programme: TrainingProgramme, plan: SessionPlan, *, by: Any) -> TrainingSession:
    session = plan_session(
        programme, plan, institution=programme.institution, province=programme.province, by=by
    )
    before = min(plan.registration_closes_on, NOW)
    return open_session(session, by=by, now=_at(before))


def _hold(programme: TrainingProgramme, people: Sequence[StaffMember], *, by: Any) -> None:
    """From the seats to the credited hours; everybody was there every day."""
    last = HELD_FROM + datetime.timedelta(days=2)
    before = HELD_FROM - datetime.timedelta(days=20)
    plan = SessionPlan(
        "LX2024-3",
        HELD_FROM,
        last,
        before,
        60,
        place="洛阳市",
        host_base="河南省就业指导教师培训基地",
    )
    session = _open(programme, plan, by=by)
    for person in people:
        nominate(session, person, acting_for=ApprovalStep.PROVINCE, by=by, now=_at(before))
    present = {line.nomination.pk: True for line in roll_of(session)}
    for day in session.days:
        record_day(session, day, present, by=by, now=_at(last))
    hold_session(session, by=by, now=_at(last))
    passed = dict.fromkeys(present, CompletionResult.PASSED.value)
    assess(session, passed, by=by, now=_at(last))


def _at(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(9)))
