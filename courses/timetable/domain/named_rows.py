"""Rooms, people and classes of an institution by the names that spreadsheets give them."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from courses.institutions.models import AdministrativeClass, Institution, StaffMember
from courses.timetable.models import Room
from media.spreadsheets.errors import ValueRefused
from media.spreadsheets.normalising import matching_text
from media.spreadsheets.wording import listed


class Names:
    """Looked up without regard to width, case and spaces. A name that two rows have is refused
    with the longer names that tell them apart."""

    def __init__(self, named: Iterable[tuple[Any, str, tuple[str, ...]]]) -> None:
        """(row, its full name, shorter names); a full name goes before a shorter one."""
        self._full: dict[str, list[Any]] = defaultdict(list)
        self._short: dict[str, list[Any]] = defaultdict(list)
        self._shown: dict[int, str] = {}
        for row, full, shorter in named:
            self._full[matching_text(full)].append(row)
            self._shown[row.pk] = full
            for name in shorter:
                self._short[matching_text(name)].append(row)

    def find(self, written: str) -> Any:
        """Raises ValueRefused with the reason in words."""
        wanted = matching_text(written)
        found = self._full.get(wanted) or self._short.get(wanted) or []
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValueRefused(_("“%(name)s” is not known here.") % {"name": written})
        raise ValueRefused(
            _("“%(name)s” can be one of these: %(names)s. Write it out.")
            % {"name": written, "names": listed(self._shown[row.pk] for row in found)}
        )


def rooms_by_name(institution: Institution) -> Names:
    """`主校区 A101` or `A101`."""
    rooms = Room.objects.filter(institution=institution).select_related("campus").order_by("pk")
    return Names((room, f"{room.campus.name} {room.name}", (room.name,)) for room in rooms)


def staff_by_name(institution: Institution) -> Names:
    """`张三 T001`, `张三` or `T001`."""
    staff = StaffMember.objects.filter(institution=institution).order_by("pk")
    return Names(
        (one, f"{one.name} {one.staff_number}", (one.name, one.staff_number)) for one in staff
    )


def classes_by_name(institution: Institution) -> Names:
    """`2026 植保2601` or `植保2601`."""
    classes = AdministrativeClass.objects.filter(institution=institution).order_by("pk")
    return Names((one, f"{one.entry_year} {one.name}", (one.name,)) for one in classes)
