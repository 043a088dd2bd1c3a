"""What the migrations put into the database, for tests that commit and so empty it at their end."""

import json

from django.core.management import call_command
from django.db import connection


def rows_of_migrations() -> str:
    """All rows as they are now, content types first: what is put back before them would make its
    own, under other numbers."""
    rows = json.loads(connection.creation.serialize_db_to_string())
    rows.sort(key=lambda row: row["model"] != "contenttypes.contenttype")
    return json.dumps(rows)


def put_back(rows: str) -> None:
    """Empty the database and fill it with these rows, which keep their numbers; PostgreSQL goes on
    counting where it was."""
    from django.contrib.contenttypes.models import ContentType

    call_command(
        "flush", verbosity=0, interactive=False, inhibit_post_migrate=True, reset_sequences=False
    )
    # A row that was emptied may have been made anew under another number meanwhile.
    ContentType.objects.clear_cache()
    connection.creation.deserialize_db_from_string(rows)
