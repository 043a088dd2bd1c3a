"""Teaching in a person's dossier: hours by class, counted from roll calls."""

import datetime
from decimal import Decimal

from django.db.models import Count, Max, Min, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from courses.delivery.models import DeliveryRecord
from courses.institutions.models import StaffMember
from courses.qualifications.dossier import DossierLine, dossier_source
from courses.timetable.enums import MeetingStatus


@dossier_source("teaching", position=10)
class TeachingHours:
    """One line for each class; a substitute's meetings count for the substitute."""

    title = gettext_lazy("Teaching delivered")

    def lines(
        self, staff: StaffMember, start: datetime.date, end: datetime.date
    ) -> list[DossierLine]:
        rows = (
            DeliveryRecord.objects.filter(
                meeting__instructor=staff, meeting__date__range=(start, end)
            )
            .exclude(meeting__status=MeetingStatus.CANCELLED)
            .values(
                "meeting__teaching_class__public_id",
                "meeting__teaching_class__code",
                "meeting__teaching_class__course__name",
                "meeting__term__code",
            )
            .annotate(
                all_hours=Sum("hours"),
                meetings=Count("pk"),
                first=Min("meeting__date"),
                last=Max("meeting__date"),
            )
            .order_by("first", "meeting__teaching_class__code")
        )
        return [
            DossierLine(
                first=row["first"],
                last=row["last"],
                what=row["meeting__teaching_class__course__name"],
                detail=ngettext(
                    "%(term)s, %(count)d meeting with a roll",
                    "%(term)s, %(count)d meetings with a roll",
                    row["meetings"],
                )
                % {"term": row["meeting__term__code"], "count": row["meetings"]},
                record=row["meeting__teaching_class__code"],
                address=reverse("delivery:class", args=[row["meeting__teaching_class__public_id"]]),
                hours=Decimal(row["all_hours"]),
            )
            for row in rows
        ]
