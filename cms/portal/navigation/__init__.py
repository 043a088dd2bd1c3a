"""The menu: by task and role, never by table. On a phone at most four places are the bottom bar.

A file for each heading; an entry stands where it is to be shown.
"""

from cms.portal.navigation import daily, judging, preparing, running, staff
from cms.portal.navigation.place import Place

PLACES: tuple[Place, ...] = (
    *daily.PLACES,
    *preparing.PLACES,
    *judging.PLACES,
    *staff.PLACES,
    *running.PLACES,
)


def places_for(kinds: frozenset[str]) -> list[Place]:
    """The places of these kinds of roles in order, group by group."""
    return [place for place in PLACES if kinds & place.roles]


def phone_places_for(kinds: frozenset[str]) -> list[Place]:
    """At most four; the rest is under 更多."""
    return [place for place in PLACES if kinds & place.on_phone][:4]
