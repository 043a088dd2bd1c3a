"""From the proposal to the substitute in the timetable, and back."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.changes.domain import substitutes_for
from courses.changes.enums import RequestState
from courses.changes.models import ChangeRequest
from courses.institutions.models import StaffPeriod
from courses.timetable.domain.feeds import renew_feed
from courses.timetable.enums import ResourceKind
from courses.timetable.models import Booking
from courses.training.domain import TrainingRefused, approve, nominate, withdraw
from courses.training.domain.planning import (
    Scope,
    carry_out_plan,
    comment_on_part,
    decide_plan,
    decline_seat,
)
from courses.training.domain.sessions import cancel_session
from courses.training.enums import NominationState, PartState, PlanState, SeatChange
from courses.training.models import Nomination
from tests.courses.training.planning.conftest import Planned
from tests.factories.changes import DAY
from tests.factories.institutions import DepartmentFactory, InstitutionFactory, StaffMemberFactory
from tests.factories.training import (
    CompletionFactory,
    NominationFactory,
    SeatQuotaFactory,
    TrainingProgrammeFactory,
    TrainingSessionFactory,
)


def unfit(planned: Planned) -> None:
    """The colleague is not employed any more, so nobody can substitute."""
    StaffPeriod.objects.filter(staff=planned.world.colleague).update(
        valid_to=planned.world.meeting.date - DAY
    )


def test_plan_places_who_owes_and_covers_the_meeting(planned: Planned) -> None:
    plan = planned.plan()
    seat = plan.seats.get()
    assert (seat.staff, seat.session) == (planned.world.instructor, planned.session)
    cover = plan.covers.get()
    assert (cover.meeting, cover.substitute) == (planned.world.meeting, planned.world.colleague)
    assert (plan.figures["placed"], plan.figures["unplaced"]) == (1, 0)
    assert plan.state == PlanState.DRAFT
    assert not Nomination.objects.filter(session=planned.session).exists()


def test_approved_plan_gives_seat_and_puts_substitute_into_the_timetable(planned: Planned) -> None:
    world = planned.world
    counts = planned.carry_out(plan := planned.plan())
    assert counts == {"applied": 1, "refused": 0}
    nomination = Nomination.objects.get(session=planned.session)
    assert nomination.state == NominationState.APPROVED
    assert nomination == plan.seats.get().nomination
    world.meeting.refresh_from_db()
    assert world.meeting.instructor == world.colleague
    booked = Booking.objects.filter(meeting=world.meeting, kind=ResourceKind.STAFF)
    assert set(booked.values_list("resource_id", flat=True)) == {world.colleague.pk}
    request = ChangeRequest.objects.get()
    assert (request.kind, request.state) == ("substitute", RequestState.APPLIED)
    assert plan.covers.get().request == request


def test_withdrawn_nomination_gives_the_meeting_back(planned: Planned) -> None:
    world = planned.world
    planned.carry_out(planned.plan())
    nomination = Nomination.objects.get(session=planned.session)
    withdraw(nomination, reason="家中有事", by=planned.officer)
    world.meeting.refresh_from_db()
    assert world.meeting.instructor == world.instructor
    booked = Booking.objects.filter(meeting=world.meeting, kind=ResourceKind.STAFF)
    assert set(booked.values_list("resource_id", flat=True)) == {world.instructor.pk}
    states = list(ChangeRequest.objects.order_by("pk").values_list("state", flat=True))
    assert states == [RequestState.WITHDRAWN, RequestState.APPLIED]


def test_meeting_that_cannot_go_back_goes_on_with_the_substitute(planned: Planned) -> None:
    """The instructor took over something else at that time: the withdrawal stands all the same."""
    world = planned.world
    planned.carry_out(planned.plan())
    other = world.add_class()
    world.add_meeting(world.meeting.date, teaching_class=other, room=world.other_room)
    withdraw(Nomination.objects.get(session=planned.session), reason="有事", by=planned.officer)
    world.meeting.refresh_from_db()
    assert world.meeting.instructor == world.colleague


def test_without_substitute_the_meeting_is_made_up_and_moves_back(planned: Planned) -> None:
    world = planned.world
    unfit(planned)
    plan = planned.plan()
    cover = plan.covers.get()
    assert cover.substitute is None
    assert cover.date is not None
    assert not planned.session.starts_on <= cover.date <= planned.session.ends_on
    before = world.meeting.date
    planned.carry_out(plan)
    world.meeting.refresh_from_db()
    assert (world.meeting.date, world.meeting.instructor) == (cover.date, world.instructor)
    withdraw(Nomination.objects.get(session=planned.session), reason="有事", by=planned.officer)
    world.meeting.refresh_from_db()
    assert world.meeting.date == before


def test_part_that_is_not_possible_any_more_changes_nothing(planned: Planned) -> None:
    """The substitute teaches something else by now: no seat is given either."""
    world = planned.world
    plan = planned.plan()
    other = world.add_class()
    world.add_meeting(
        world.meeting.date,
        teaching_class=other,
        room=world.other_room,
        instructor=world.colleague,
    )
    assert planned.carry_out(plan) == {"applied": 0, "refused": 1}
    part = plan.parts.get()
    assert part.state == PartState.REFUSED
    assert world.colleague.name in " ".join(part.problems)
    assert not Nomination.objects.filter(session=planned.session).exists()
    assert not ChangeRequest.objects.exists()


def test_seat_that_somebody_took_meanwhile_is_refused_in_words(planned: Planned) -> None:
    planned.session.seats = 1
    planned.session.save()
    plan = planned.plan()
    NominationFactory(session=planned.session)
    assert planned.carry_out(plan)["refused"] == 1
    assert planned.world.instructor.name in plan.parts.get().problems[0]


def test_who_was_given_the_very_seat_meanwhile_keeps_it_and_is_covered(planned: Planned) -> None:
    world = planned.world
    plan = planned.plan()
    nomination = nominate(
        planned.session, world.instructor, acting_for="province", by=planned.officer
    )
    assert planned.carry_out(plan) == {"applied": 1, "refused": 0}
    assert plan.seats.get().nomination == nomination
    world.meeting.refresh_from_db()
    assert world.meeting.instructor == world.colleague


def test_quota_of_nought_leaves_the_person_without_a_place(planned: Planned) -> None:
    SeatQuotaFactory(session=planned.session)
    plan = planned.plan()
    missing = plan.unplaced.get()
    assert (missing.staff, missing.reason) == (planned.world.instructor, "quota")
    assert not plan.seats.exists()


def test_quota_of_a_department_is_planned_with(planned: Planned) -> None:
    """One seat of the department, held by somebody who owes nothing."""
    unit = DepartmentFactory(institution=planned.world.institution, name="机械学院")
    for staff in (planned.world.instructor, planned.world.colleague):
        staff.department = unit
        staff.save()
    SeatQuotaFactory(
        session=planned.session, institution=planned.world.institution, department=unit, seats=1
    )
    NominationFactory(session=planned.session, staff=planned.world.colleague)
    plan = planned.plan()
    assert not plan.seats.filter(is_fixed=False).exists()
    missing = plan.unplaced.get()
    assert (missing.reason, missing.subjects) == ("department_quota", ["机械学院"])


def test_cancelled_session_moves_only_whom_it_concerns(planned: Planned) -> None:
    world = planned.world
    other = StaffMemberFactory(institution=world.institution)
    later = TrainingSessionFactory(
        programme=planned.session.programme, starts_on=planned.session.starts_on + 70 * DAY
    )
    plan = planned.plan()
    planned.carry_out(plan)
    seats = dict(plan.seats.values_list("staff", "session"))
    assert set(seats) == {world.instructor.pk, other.pk}
    gone, stays = planned.session, later
    if planned.session.pk not in seats.values():
        gone, stays = later, planned.session
    concerned = {staff for staff, session in seats.items() if session == gone.pk}
    cancel_session(gone, reason="场地停用", by=planned.officer)
    again = planned.plan(based_on=plan)
    moved = set(again.seats.filter(change=SeatChange.MOVED).values_list("staff", flat=True))
    assert moved == concerned
    assert set(again.seats.going().values_list("session", flat=True)) == {stays.pk}
    assert planned.carry_out(again) == {"applied": 1, "refused": 0}
    approved = Nomination.objects.filter(state=NominationState.APPROVED, session=stays)
    assert approved.count() == 2


def test_who_loses_a_session_gets_another_though_somebody_keeps_theirs(planned: Planned) -> None:
    other = StaffMemberFactory(institution=planned.world.institution)
    planned.session.seats = 1
    planned.session.save()
    for days in (70, 100):
        TrainingSessionFactory(
            programme=planned.session.programme,
            starts_on=planned.session.starts_on + days * DAY,
            seats=1,
        )
    plan = planned.plan()
    planned.carry_out(plan)
    lost = plan.seats.get(session=planned.session).staff
    cancel_session(planned.session, reason="场地停用", by=planned.officer)
    again = planned.plan(based_on=plan)
    changes = dict(again.seats.going().values_list("staff", "change"))
    kept = other if lost == planned.world.instructor else planned.world.instructor
    assert changes == {lost.pk: SeatChange.MOVED, kept.pk: SeatChange.KEPT}
    assert not again.unplaced.exists()


def test_programme_that_is_asked_for_before_need_not_be_held_in_the_cycle(planned: Planned) -> None:
    """Who completed it in an earlier cycle can go; the other reads what is missing."""
    other = StaffMemberFactory(institution=planned.world.institution)
    before = TrainingProgrammeFactory(name="初级班")
    planned.session.programme.prerequisite = before
    planned.session.programme.save()
    long_ago = planned.session.starts_on - 2000 * DAY
    CompletionFactory(staff=planned.world.instructor, programme=before, completed_on=long_ago)

    plan = planned.plan()

    assert plan.seats.get().staff == planned.world.instructor
    missing = plan.unplaced.get()
    assert (missing.staff, missing.reason) == (other, "prerequisite")
    assert missing.subjects == ["初级班"]


def test_nobody_moves_for_whom_the_plan_that_stands_had_no_place(planned: Planned) -> None:
    """A session has opened since to which only the one with a seat can go."""
    StaffMemberFactory(institution=planned.world.institution)
    planned.session.seats = 1
    planned.session.save()
    plan = planned.plan()
    placed, left_out = plan.seats.get().staff, plan.unplaced.get().staff
    advanced = TrainingProgrammeFactory(prerequisite=TrainingProgrammeFactory())
    CompletionFactory(
        staff=placed,
        programme=advanced.prerequisite,
        completed_on=planned.session.starts_on - 2000 * DAY,
    )
    TrainingSessionFactory(programme=advanced, starts_on=planned.session.starts_on + 70 * DAY)

    again = planned.plan(based_on=plan)

    assert again.seats.get().change == SeatChange.KEPT
    assert again.unplaced.get().staff == left_out


def test_kept_seat_keeps_its_substitute_in_the_next_plan(planned: Planned) -> None:
    plan = planned.plan()
    planned.carry_out(plan)
    again = planned.plan(based_on=plan)
    assert again.seats.get().change == SeatChange.KEPT
    assert again.covers.get().substitute == planned.world.colleague
    assert planned.carry_out(again)["applied"] == 1
    assert ChangeRequest.objects.count() == 1, "nobody is told twice"
    assert again.covers.get().request is not None
    assert plan.covers.get().request is None


def test_declined_seat_is_planned_otherwise_and_left_out(planned: Planned) -> None:
    later = TrainingSessionFactory(
        programme=planned.session.programme, starts_on=planned.session.starts_on + 70 * DAY
    )
    plan = planned.plan()
    seat = plan.seats.get()
    decline_seat(seat, reason="毕业答辩", by=planned.world.office)
    again = planned.plan(based_on=plan)
    assert again.seats.going().get().session == (
        later if seat.session == planned.session else planned.session
    )
    planned.carry_out(plan)
    assert not Nomination.objects.filter(staff=planned.world.instructor).exists()


def test_decided_plan_takes_no_comment_and_no_second_decision(planned: Planned) -> None:
    plan = planned.plan()
    comment_on_part(plan.parts.get(), comment="请避开期中", by=planned.world.office)
    decide_plan(plan, approved=False, by=planned.officer)
    with pytest.raises(TrainingRefused):
        comment_on_part(plan.parts.get(), comment="再改", by=planned.world.office)
    with pytest.raises(TrainingRefused):
        decide_plan(plan, approved=True, by=planned.officer)


def test_institution_plans_for_itself_and_covers_when_the_province_agrees(
    planned: Planned,
) -> None:
    world = planned.world
    plan = planned.plan(scope=Scope(institution=world.institution))
    planned.carry_out(plan)
    nomination = Nomination.objects.get(session=planned.session)
    assert nomination.state == NominationState.NOMINATED
    world.meeting.refresh_from_db()
    assert world.meeting.instructor == world.instructor
    approve(nomination, acting_for="province", by=planned.officer)
    world.meeting.refresh_from_db()
    assert world.meeting.instructor == world.colleague


def test_seat_is_not_given_when_the_meeting_cannot_be_covered_any_more(planned: Planned) -> None:
    world = planned.world
    planned.carry_out(planned.plan(scope=Scope(institution=world.institution)))
    unfit(planned)
    nomination = Nomination.objects.get(session=planned.session)
    with pytest.raises(TrainingRefused):
        approve(nomination, acting_for="province", by=planned.officer)
    nomination.refresh_from_db()
    assert nomination.state == NominationState.NOMINATED


def test_half_carried_out_plan_goes_on_where_it_stopped(planned: Planned) -> None:
    """The worker dies after the first institution; the job runs again."""
    other = StaffMemberFactory(
        institution=InstitutionFactory(province=planned.world.institution.province)
    )
    plan = decide_plan(planned.plan(), approved=True, by=planned.officer)

    def dies_at_the_second(percent: int, _message: object) -> None:
        if percent:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        carry_out_plan(plan, progress=dies_at_the_second, by=planned.officer)
    states = sorted(plan.parts.values_list("state", flat=True))
    assert states == [PartState.APPLIED, PartState.PROPOSED]
    assert Nomination.objects.filter(session=planned.session).count() == 1

    assert carry_out_plan(plan, by=planned.officer) == {"applied": 2, "refused": 0}
    seated = Nomination.objects.filter(session=planned.session, state=NominationState.APPROVED)
    assert {one.staff for one in seated} == {planned.world.instructor, other}
    assert Nomination.objects.filter(session=planned.session).count() == 2, "nobody goes twice"
    assert ChangeRequest.objects.count() == 1


def test_refused_plan_takes_no_seat_back_when_it_is_carried_out_again(planned: Planned) -> None:
    world = planned.world
    first = planned.plan()
    planned.carry_out(first)
    nomination = Nomination.objects.get(session=planned.session)
    later = TrainingSessionFactory(
        programme=planned.session.programme, starts_on=planned.session.starts_on + 70 * DAY
    )
    SeatQuotaFactory(session=planned.session, institution=InstitutionFactory())
    again = planned.plan(based_on=first)
    changes = dict(again.seats.values_list("session", "change"))
    assert changes == {planned.session.pk: SeatChange.DROPPED, later.pk: SeatChange.MOVED}
    NominationFactory(session=later, staff=world.instructor, state=NominationState.WAITING)

    assert planned.carry_out(again) == {"applied": 0, "refused": 1}
    assert carry_out_plan(again, by=planned.officer) == {"applied": 0, "refused": 1}

    nomination.refresh_from_db()
    assert nomination.state == NominationState.APPROVED


def test_person_with_a_seat_is_counted_and_left_there(planned: Planned) -> None:
    world = planned.world
    nominate(planned.session, world.instructor, acting_for="province", by=planned.officer)
    plan = planned.plan()
    seat = plan.seats.get()
    assert seat.is_fixed
    assert seat.nomination is not None
    planned.carry_out(plan)
    world.meeting.refresh_from_db()
    assert world.meeting.instructor == world.colleague, "what they miss is covered all the same"


def test_nobody_owes_anything(planned: Planned) -> None:
    StaffPeriod.objects.all().delete()
    with pytest.raises(TrainingRefused):
        planned.plan()


def test_calendars_on_phones_follow(planned: Planned) -> None:
    world = planned.world
    address = reverse("feeds:ics", kwargs={"token": renew_feed(world.student.user)})

    def teaches() -> set[str]:
        text = Client().get(address).content.decode().replace("\r\n ", "")
        return {one.name for one in (world.instructor, world.colleague) if one.name in text}

    assert teaches() == {world.instructor.name}
    planned.carry_out(planned.plan())
    assert teaches() == {world.colleague.name}
    withdraw(Nomination.objects.get(session=planned.session), reason="有事", by=planned.officer)
    assert teaches() == {world.instructor.name}


def test_person_at_a_training_is_not_offered_as_a_substitute(planned: Planned) -> None:
    world = planned.world
    other = world.add_class()
    asked = world.add_meeting(
        planned.session.ends_on,
        teaching_class=other,
        room=world.other_room,
        instructor=StaffMemberFactory(institution=world.institution),
        first_period=3,
    )
    assert world.instructor in [one.staff for one in substitutes_for([asked])]
    nominate(planned.session, world.instructor, acting_for="province", by=planned.officer)
    assert world.instructor not in [one.staff for one in substitutes_for([asked])]
