"""Training in a person's dossier: what was completed, with its hours."""

import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy

from courses.institutions.models import StaffMember
from courses.qualifications.dossier import DossierLine, dossier_source
from courses.training.models import Completion


@dossier_source("training", position=20)
class CompletedTraining:
    """One line for each completion; trainings of students are none of the teacher's."""

    title = gettext_lazy("Training completed")

    def lines(
        self, staff: StaffMember, start: datetime.date, end: datetime.date
    ) -> list[DossierLine]:
        rows = Completion.objects.of_staff_programmes().filter(
            staff=staff, completed_on__range=(start, end)
        )
        return [
            DossierLine(
                first=row.session.starts_on,
                last=row.completed_on,
                what=str(row.session.programme),
                detail=str(row.get_result_display()),
                record=row.session.code,
                address=reverse("training:session", args=[row.session.public_id]),
                hours=row.hours,
            )
            for row in rows.select_related("session__programme").order_by("completed_on", "pk")
        ]
