"""Serial numbers by institution and year."""

from assessments.certificates.models import SerialCounter
from courses.institutions.models import Institution


def take_serials(institution: Institution, *, year: int, count: int) -> list[str]:
    """The next `count` serial numbers, in order: <institution>-<year>-<six digits>.

    The counter stays locked until the caller's transaction ends; if that rolls back, the numbers
    were never taken. So there is no gap and no double, whoever else is issuing.
    """
    SerialCounter.objects.get_or_create(institution=institution, year=year)
    counter = SerialCounter.objects.select_for_update().get(institution=institution, year=year)
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return [f"{institution.code}-{year}-{number:06d}" for number in range(first, first + count)]
