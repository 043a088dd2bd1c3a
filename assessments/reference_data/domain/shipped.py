"""Is what this version ships what the database was last brought to?"""

import hashlib
from functools import cache

from django.db.models import QuerySet

from assessments.compliance.domain import rules
from assessments.reference_data.models import LoadedReferenceData
from courses.changes.domain import rules as change_rules
from courses.delivery.domain import online_rules
from courses.qualifications.domain import catalogue
from courses.timetable.domain import scheduling_rules
from courses.training.domain import rules as training_rules

FOLDERS = (
    catalogue.FOLDER,
    rules.RULES_FOLDER,
    online_rules.RULES_FOLDER,
    change_rules.RULES_FOLDER,
    scheduling_rules.RULES_FOLDER,
    training_rules.RULES_FOLDER,
)


@cache
def shipped_fingerprint() -> str:
    """Of the files that come with the programme; they don't change while it runs."""
    digest = hashlib.sha256()
    for folder in FOLDERS:
        for path in sorted(folder.glob("*.yaml")):
            # Read as text: the same on a machine with other line ends.
            digest.update(f"{path.name}\0{path.read_text(encoding='utf-8')}\0".encode())
    return digest.hexdigest()


def loaded_as_shipped() -> QuerySet[LoadedReferenceData]:
    """One row, or none where the data of this version wait to be loaded."""
    return LoadedReferenceData.objects.filter(fingerprint=shipped_fingerprint())
