"""The search: prices, a first plan, rings of exchanges, HiGHS on parts, covers by CP-SAT."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from courses.training.planner.choices import Ints, choice_of
from courses.training.planner.compiling import Compiled
from courses.training.planner.following import Following
from courses.training.planner.funds import affordable
from courses.training.planner.greedy import first_plan, patterns_with_room
from courses.training.planner.ledger import Ledger
from courses.training.planner.pricing import Prices, Pricing
from courses.training.planner.proposal import Phase
from courses.training.planner.reasons import is_hopeless
from courses.training.planner.settling import (
    ALTERNATIVES,
    MOST_PATTERNS,
    apply_answer,
    build_task,
    realize,
    with_colleagues,
)
from courses.training.planner.smoothing import LATER_HEATS, find_prices, first_heats
from courses.training.planner.timing import Clock
from courses.training.planner.workers import Stopped, Work, Worker

FEW = 60  # people for whom processes aren't worth starting
RINGS_AT_A_TIME = 50
PEOPLE_AT_A_TIME = 600
WIDTHS = (30.0, 60.0)
WIDTHS_IF_SHORT = (60.0, 300.0)
EXCHANGE_SECONDS = 15.0
GOOD_ENOUGH = 2e-4  # of the cost: then the search ends
SHORT = 0.99  # of the seats are needed: then prices may have to go very high
DEAR = 1.02  # of the province's money are needed, if seats cost it what they do on average
MOST_COLLEAGUES = 45  # CP-SAT is asked about, before it is about the whole institution
PATIENCE = 6  # rounds without anything better


class Search:
    """`run` leaves the best plan in ``ledger``, its ``bound`` beside it."""

    def __init__(self, compiled: Compiled, clock: Clock, *, seed: int) -> None:
        self.compiled, self.clock, self.seed = compiled, clock, seed
        self.pricing = Pricing(compiled)
        self.ledger = Ledger(compiled)
        self.prices = Prices.none(compiled)
        self.bound = -np.inf
        self.best_cost, self._best = self.ledger.cost(), self.ledger.snapshot()
        self._rounds = 0
        self._workers: dict[Work, Worker] = {}
        needed = len(self.pricing.seekers) + int((~self.pricing.single.any(1)).sum())
        money = needed * float(compiled.grant.mean()) if compiled.sessions else 0.0
        seats = SHORT * float(compiled.seats.sum())
        self._is_short = needed > seats or money > DEAR * affordable(compiled)
        self._widths = WIDTHS_IF_SHORT if self._is_short else WIDTHS
        self._hopeless: dict[int, bool] = {}
        self._nobody = Ledger(compiled, covering_fixed=False)

    def run(self) -> None:
        compiled, clock = self.compiled, self.clock
        if not len(self.pricing.seekers) or not compiled.sessions:
            self.bound = self.pricing.bound(self.prices)
            self._keep()
            return
        try:
            clock.tell(Phase.BOUNDING)
            prices, self.prices, self.bound = find_prices(
                self.pricing,
                heats=first_heats(self.pricing, is_short=self._is_short),
                stopped=clock.is_over,
            )
            clock.tell(Phase.FIRST_PLAN)
            self.ledger = first_plan(self.pricing, prices, stopped=clock.cancelled)
            self._keep()
            if clock.is_over():
                return
            self._improve(prices)
        except Stopped:
            # Cancelled, or the time was up, while a process was at it: the best plan so far stands,
            # and what that process would have answered isn't needed.
            pass
        finally:
            for worker in self._workers.values():
                worker.__exit__()
            clock.cpu_elsewhere = sum(one.cpu_seconds for one in self._workers.values())
            clock.megabytes_elsewhere = sum(one.megabytes for one in self._workers.values())
            self.ledger.restore(*self._best)

    def _worker(self, work: Work) -> Worker:
        if work not in self._workers:
            self._workers[work] = Worker(work)
            self._workers[work].tell(self.compiled)
        return self._workers[work]

    def _improve(self, prices: Prices) -> None:
        clock = self.clock
        if len(self.pricing.seekers) <= FEW:
            self._improve_few(prices)
            return
        following = Following(self._worker(Work.SEATS), prices)
        choice = self._rings(choice_of(self.pricing, self.ledger.goes), following)
        self._settle(choice)
        # HiGHS is asked with good prices only: with rough ones its columns are the wrong ones.
        while not following.done and not clock.is_over():
            following.wait(clock.is_over)
            self._hear(following)
        if clock.is_over():
            return  # a question about prices may still be open: nothing else can be asked
        idle = 0
        while not self._is_enough() and idle < PATIENCE * len(self._widths):
            if clock.steps is not None and self._rounds >= clock.steps:
                break
            clock.tell(Phase.ASSIGNING)
            before = self.best_cost
            choice = choice_of(self.pricing, self.ledger.goes)
            better = self._exchange(self._worker(Work.SEATS), choice)
            if better is not None:
                better = self._rings(better, following)
                self._settle(better)
            elif any(self._might_go(person) for person in range(self.compiled.people)):
                self._settle(choice)
            idle = 0 if self.best_cost < before else idle + 1
            self._rounds += 1
            if clock.is_over():
                return

    def _improve_few(self, prices: Prices) -> None:
        """All of them in one model of CP-SAT, unless the plan is proven best already."""
        _, better, bound = find_prices(
            self.pricing, start=prices, heats=LATER_HEATS, stopped=self.clock.is_over
        )
        if bound > self.bound:
            self.prices, self.bound = better, bound
        if self._is_enough():
            return
        self.clock.tell(Phase.COVERING)
        self._ask_covers(self.pricing.seekers.tolist(), alternatives=MOST_PATTERNS)
        self._keep()

    def _is_enough(self) -> bool:
        return self.best_cost - self.bound <= GOOD_ENOUGH * self.best_cost + 0.5

    def _exchange(self, worker: Worker, choice: Ints) -> Ints | None:
        counted = self.clock.steps is not None
        worker.ask(
            "exchange",
            choice,
            self.prices,
            PEOPLE_AT_A_TIME,
            self._widths[self._rounds % len(self._widths)],
            1_000.0 if counted else min(EXCHANGE_SECONDS, max(0.5, self.clock.seconds_left)),
            self.seed * 1_000 + self._rounds,
            self.pricing.barred(),
        )
        found: Ints | None = worker.answer(self.clock.is_over)
        return found

    def _rings(self, choice: Ints, following: Following) -> Ints:
        """Rings until there are no more; meanwhile prices are followed."""
        # Only here is the compiler loaded: the other processes do without.
        from courses.training.planner.rings import Rings

        clock = self.clock
        rings = Rings(self.pricing, choice)
        fresh = True
        while True:
            clock.tell(Phase.ASSIGNING)
            found = rings.improve(RINGS_AT_A_TIME, fresh=fresh)
            if clock.is_over():
                break
            if clock.steps is None:
                self._hear(following)
            if found < RINGS_AT_A_TIME:
                if fresh:
                    break
                fresh = True
            else:
                fresh = False
        return rings.choice()

    def _hear(self, following: Following) -> None:
        while (news := following.news()) is not None:
            prices, bound = news
            if bound > self.bound:
                self.prices, self.bound = prices, bound
                cost, placed = self.best_cost, self.ledger.placed
                self.clock.note(cost, self.bound, placed, self.compiled.people)
        self.clock.tell(Phase.BOUNDING)

    def _settle(self, choice: Ints) -> None:
        """Put the choice into the ledger with its covers; whoever can't be covered is given to
        CP-SAT with the whole institution."""
        clock, compiled = self.clock, self.compiled
        clock.tell(Phase.COVERING)
        dropped = realize(self.ledger, self.pricing, choice)
        wanted = dict(zip(self.pricing.seekers.tolist(), choice.tolist(), strict=True))
        self._keep()
        waiting: dict[int, list[int]] = defaultdict(list)
        for person in range(compiled.people):
            # Where seats are short, those without one are too many to be asked about each time.
            if self._might_go(person) and (
                person in dropped or (not self._is_short and self._finds_room(person))
            ):
                waiting[int(compiled.institution[person])].append(person)
        for institution, people in sorted(waiting.items(), key=lambda one: one[0]):
            members = np.flatnonzero(compiled.institution == institution).tolist()
            for few in (True, False):
                if clock.is_over():
                    return
                home = [person for person in people if not self.ledger.goes[person]]
                asked = with_colleagues(self.ledger, home) if few else members
                if home and len(asked) <= (MOST_COLLEAGUES if few else len(members)):
                    self._ask_covers(asked, alternatives=ALTERNATIVES)
            for person in people:
                if not self.ledger.goes[person] and person in dropped:
                    self.pricing.bar(person, [s for s in wanted[person] if s >= 0])
        self._keep()

    def _might_go(self, person: int) -> bool:
        """Stays at home, and not because nothing else is possible."""
        if self.compiled.done[person] or self.ledger.goes[person]:
            return False
        if person not in self._hopeless:
            self._hopeless[person] = is_hopeless(self.compiled, self._nobody, person)
        return not self._hopeless[person]

    def _finds_room(self, person: int) -> bool:
        row = int(np.searchsorted(self.pricing.seekers, person))
        charged = np.broadcast_to(0.0, self.pricing.base.shape)
        return bool(patterns_with_room(self.ledger, self.pricing, charged, row))

    def _ask_covers(self, people: list[int], *, alternatives: int) -> None:
        """Have CP-SAT choose for these people anew, together with their covers."""
        counted = self.clock.steps is not None
        worker = self._worker(Work.COVERS)
        worker.ask(
            build_task(
                self.ledger,
                self.pricing,
                self.pricing.charges(self.prices),
                people,
                alternatives=alternatives,
                seconds=1_000.0 if counted else 3.0,
                effort=3.0,
                seed=self.seed,
            )
        )
        answer = worker.answer(self.clock.is_over)
        if answer is not None:
            apply_answer(self.ledger, answer)

    def _keep(self) -> None:
        """Hold on to the ledger if it is the best so far."""
        cost = self.ledger.cost()
        if cost < self.best_cost or not self.clock.curve:
            self.best_cost, self._best = cost, self.ledger.snapshot()
            placed = self.ledger.placed
            self.clock.note(cost, self.bound, placed, self.compiled.people)
