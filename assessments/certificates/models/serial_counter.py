"""The last serial number that was given."""

from django.db import models

from courses.institutions.models import Institution


class SerialCounter(models.Model):
    """The last serial number given. Locked while a batch takes its numbers: no gap, no double."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["institution", "year"], name="serial_counter_once"),
        )
