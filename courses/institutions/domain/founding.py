"""An institution enters the system."""

from collections.abc import Iterable

from django.db import transaction

from courses.institutions.enums import InstitutionLevel
from courses.institutions.models import Campus, Institution


@transaction.atomic
def create_institution(
    *,
    code: str,
    name: str,
    city: str = "",
    level: str = InstitutionLevel.UNDERGRADUATE,
    campuses: Iterable[str] = (),
) -> Institution:
    """An institution by its 学校标识码, whose digits 3 and 4 are the province, with its campuses.

    Raises ValidationError for an identifier that is malformed or taken, and for an unknown level.
    """
    institution = Institution(code=code, name=name, province=code[2:4], city=city, level=level)
    institution.full_clean()
    institution.save()
    Campus.objects.bulk_create(
        Campus(institution=institution, name=campus) for campus in dict.fromkeys(campuses)
    )
    return institution
