"""Which of the shipped data the database holds."""

from django.db import models
from django.db.models import Q


class LoadedReferenceData(models.Model):
    """What was loaded last, by the fingerprint of its files; one row, none before that."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    fingerprint = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(id=1), name="loaded_reference_data_once"),
        )
