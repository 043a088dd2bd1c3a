"""The shipped credentials, readings and rules, brought into the database."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from assessments.compliance.domain.rules import load_rules
from assessments.reference_data.domain.shipped import loaded_as_shipped, shipped_fingerprint
from assessments.reference_data.models import LoadedReferenceData
from courses.changes.domain import load_change_rules
from courses.delivery.domain import load_online_rules
from courses.qualifications.domain.catalogue import LoadedCatalogue, load_catalogue
from courses.timetable.domain.scheduling_rules import load_scheduling_rules
from courses.training.domain import load_training_rules


@dataclass(frozen=True)
class Loaded:
    """What changed in the catalogue, and how many rules the files of each kind have."""

    catalogue: LoadedCatalogue
    audit: int
    online: int
    changes: int
    scheduling: int
    training: int


@transaction.atomic
def load_reference_data() -> Loaded:
    """All or nothing; a second time changes nothing. What schools and provinces entered are other
    rows, and stay."""
    loaded = Loaded(
        catalogue=load_catalogue(),
        audit=load_rules(),
        online=load_online_rules(),
        changes=load_change_rules(),
        scheduling=load_scheduling_rules(),
        training=load_training_rules(),
    )
    if not loaded_as_shipped().exists():
        LoadedReferenceData.objects.update_or_create(
            pk=1, defaults={"fingerprint": shipped_fingerprint(), "loaded_at": timezone.now()}
        )
    return loaded
