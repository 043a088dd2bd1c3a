"""Times that are taken by something else than the classes that are placed here."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.institutions.models import AdministrativeClass, Institution, StaffMember
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from courses.teaching.models import Term
from courses.timetable.enums import Weekday
from courses.timetable.models.plan import Room
from media.addressing import Addressable


class BusyTimeQuerySet(ScopedQuerySet):
    """Times taken; start from `visible_to`."""

    def matching(self, text: str) -> Self:
        """Whose class, instructor, room, reason or source has the text somewhere."""
        return self.filter(
            Q(administrative_class__name__icontains=text)
            | Q(staff__name__icontains=text)
            | Q(room__name__icontains=text)
            | Q(reason__icontains=text)
            | Q(source__icontains=text)
        )


class BusyTime(Addressable):
    """A weekly time at which an administrative class, an instructor or a room is not to be had:
    mostly other courses, read from the registry's timetable. `weeks` is a bit mask as in Slot.
    `source` names where it came from; reading the same source again replaces its rows."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="busy_times")
    administrative_class = models.ForeignKey(
        AdministrativeClass, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    staff = models.ForeignKey(
        StaffMember, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    room = models.ForeignKey(
        Room, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    first_period = models.PositiveSmallIntegerField()
    periods = models.PositiveSmallIntegerField()
    weeks = models.PositiveBigIntegerField()
    reason = models.CharField(_("taken by"), max_length=100)
    source = models.CharField(_("source"), max_length=100)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    scope_paths: ClassVar = ScopePaths(
        department="administrative_class__department", instructor="staff__user"
    )
    objects = BusyTimeQuerySet.as_manager()

    class Meta:
        ordering = ("weekday", "first_period", "pk")
        constraints = (
            models.CheckConstraint(
                condition=(
                    Q(administrative_class__isnull=False, staff=None, room=None)
                    | Q(administrative_class=None, staff__isnull=False, room=None)
                    | Q(administrative_class=None, staff=None, room__isnull=False)
                ),
                name="busy_time_is_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(weekday__range=(1, 7)), name="busy_time_weekday"),
            models.CheckConstraint(
                condition=Q(first_period__gte=1, periods__range=(1, 20)), name="busy_time_periods"
            ),
            models.CheckConstraint(condition=Q(weeks__gt=0), name="busy_time_has_weeks"),
        )
        indexes = (models.Index(fields=["term", "source"], name="busy_time_by_source"),)

    @property
    def subject(self) -> AdministrativeClass | StaffMember | Room:
        found = self.administrative_class or self.staff or self.room
        assert found is not None
        return found
