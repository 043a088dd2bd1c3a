"""Values of a request that belong to no form: what can't be read is left out."""

import datetime
import uuid
from collections.abc import Iterable


def chosen(values: Iterable[str]) -> list[uuid.UUID]:
    """Ids as checkboxes send them; what is none is left out."""
    found = []
    for value in values:
        try:
            found.append(uuid.UUID(value))
        except ValueError:
            continue
    return found


def day_of(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
