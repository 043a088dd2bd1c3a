"""Who has a seat, and whether there is one more. Whoever changes that first locks the session."""

from collections import Counter

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from courses.institutions.models import StaffMember
from courses.training.domain.holding import locked_session
from courses.training.models import Nomination, SeatQuota, TrainingSession


class Seats:
    """The seats of a locked session, counted from its nominations. Two queries to read; `save`
    writes what differs from the counters in the rows, whose constraints refuse one too many."""

    def __init__(self, session: TrainingSession) -> None:
        self.session = session
        self.quotas = list(session.quotas.select_related("institution", "department"))
        self._of_institution = {
            quota.institution_id: quota for quota in self.quotas if quota.department_id is None
        }
        self._of_department = {
            quota.department_id: quota for quota in self.quotas if quota.department_id is not None
        }
        rows = (
            Nomination.objects.filter(session=session)
            .seated()
            .order_by()
            .values_list("institution", "department")
            .annotate(number=Count("pk"))
        )
        self._taken: Counter[tuple[int, int | None]] = Counter(
            {(institution, department): number for institution, department, number in rows}
        )

    @property
    def taken(self) -> int:
        return self._taken.total()

    def taken_by(self, institution: int, department: int | None = None) -> int:
        """Of the institution, or of one department of it; both by primary key."""
        return sum(
            number
            for (where, unit), number in self._taken.items()
            if where == institution and department in (None, unit)
        )

    def full(self, institution: int, department: int | None) -> str:
        """Why somebody of this institution and department gets no seat now; "" where they do."""
        if self.taken >= self.session.seats:
            return _("All seats are taken.")
        quota = self._of_institution.get(institution)
        if quota is None and self._of_institution:
            return _("The institution has no seats in this session.")
        if quota is not None and self.taken_by(institution) >= quota.seats:
            return _("All seats of the institution are taken.")
        own = self._of_department.get(department) if department else None
        if own is not None and self.taken_by(institution, department) >= own.seats:
            return _("All seats of the department are taken.")
        return ""

    def full_for(self, staff: StaffMember) -> str:
        return self.full(staff.institution_id, staff.department_id)

    def take(self, nomination: Nomination) -> None:
        self._taken[nomination.institution_id, nomination.department_id] += 1

    def give_back(self, nomination: Nomination) -> None:
        self._taken[nomination.institution_id, nomination.department_id] -= 1

    def save(self) -> None:
        if self.session.seats_taken != self.taken:
            self.session.seats_taken = self.taken
            TrainingSession.objects.filter(pk=self.session.pk).update(seats_taken=self.taken)
        for quota in self.quotas:
            taken = self.taken_by(quota.institution_id, quota.department_id)
            if quota.seats_taken != taken:
                quota.seats_taken = taken
                SeatQuota.objects.filter(pk=quota.pk).update(seats_taken=taken)


@transaction.atomic
def count_seats(session: TrainingSession) -> None:
    """Bring the counters to what the nominations say, after rows were written past the verbs."""
    Seats(locked_session(session)).save()
