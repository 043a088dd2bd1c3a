"""What whoever upgrades should know: rules travel with the programme, and have to be loaded."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connections


@register(Tags.database)
def reference_data_is_loaded(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Said by `migrate`, before it begins, and by `check --database default`. Nothing is said of an
    empty database: it waits for more than this."""
    from assessments.reference_data.domain import loaded_as_shipped
    from assessments.reference_data.models import LoadedReferenceData
    from courses.qualifications.models import CredentialType

    found: list[CheckMessage] = []
    for alias in databases or ():
        tables = connections[alias].introspection.table_names()
        if CredentialType._meta.db_table not in tables:
            continue
        known = LoadedReferenceData._meta.db_table in tables
        if known and loaded_as_shipped().using(alias).exists():
            continue
        found.append(
            Warning(
                "The credentials, readings and rules that this version ships are not loaded; "
                "audits and lists follow what was loaded before.",
                hint="Run “manage.py load_reference_data” after the migrations.",
                id="reference_data.W001",
            )
        )
    return found
