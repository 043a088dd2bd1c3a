"""A province with a published timetable at one institution and a session in its teaching weeks."""

import datetime
from dataclasses import dataclass
from typing import Any

import pytest

from courses.training.domain.planning import (
    Cycle,
    PlanOptions,
    Scope,
    carry_out_plan,
    decide_plan,
    make_plan,
)
from courses.training.models import RotationPlan, TrainingSession
from tests.factories.changes import DAY, Published, published_term
from tests.factories.institutions import RoleFactory
from tests.factories.training import CompletionFactory, CycleRuleFactory, TrainingSessionFactory


@dataclass
class Planned:
    """The instructor owes 24 hours and teaches on the second day of `session`; the colleague has
    been trained lately and may substitute."""

    world: Published
    session: TrainingSession
    cycle: Cycle
    officer: Any

    @property
    def scope(self) -> Scope:
        return Scope(province=self.world.institution.province)

    def plan(self, **values: Any) -> RotationPlan:
        given = {"by": self.officer} | values
        scope = given.pop("scope", self.scope)
        return make_plan(scope, self.cycle, PlanOptions(seconds=5), **given)

    def carry_out(self, plan: RotationPlan) -> dict[str, int]:
        plan = decide_plan(plan, approved=True, by=self.officer)
        return carry_out_plan(plan, by=self.officer)


@pytest.fixture
def planned(db: None) -> Planned:
    world = published_term()
    year = world.meeting.date.year
    CycleRuleFactory()
    CompletionFactory(staff=world.colleague, completed_on=world.meeting.date - 60 * DAY)
    return Planned(
        world=world,
        session=TrainingSessionFactory(
            starts_on=world.meeting.date - DAY,
            registration_closes_on=world.meeting.date - 2 * DAY,
            region="郑州市",
        ),
        cycle=Cycle(datetime.date(year, 1, 1), datetime.date(year + 2, 12, 31)),
        officer=RoleFactory(
            kind="province", institution=None, province=world.institution.province
        ).user,
    )
