"""Grading schemes: dated data of a school, each citing its document."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.grading.domain.errors import GradingRefused, require
from assessments.grading.models import GradingScheme, SchemeComponent
from assessments.grading.rules import is_office
from assessments.grading.scales.rounding import plain_number
from assessments.grading.scales.weighting import FULL_WEIGHT
from courses.institutions.models import Institution
from courses.teaching.models import TeachingClass

MOST_DECIMALS = 2

#: (code, name, weight in percent, is it the exam)
ComponentSpec = tuple[str, str, int, bool]


@transaction.atomic
def create_scheme(
    institution: Institution,
    *,
    name: str,
    components: Sequence[ComponentSpec],
    pass_mark: Decimal | int,
    decimals: int,
    citation: str,
    valid_from: datetime.date,
    by: Any,
    valid_to: datetime.date | None = None,
) -> GradingScheme:
    """A scheme on the percentage scale, such as 平时 60 / 期末 40.

    `components`: (code, name, weight in percent, is_exam) in the order of the sheet; the weights
    add up to 100. `decimals`: of the total, 0 to 2. `by` None: the command line or the demo.
    Raises GradingRefused.
    """
    require(by is None or is_office(by, institution.pk))
    _check(components, Decimal(pass_mark), decimals)
    if valid_to is not None and valid_to <= valid_from:
        raise GradingRefused(_("The last day must be after the first."))
    scheme = GradingScheme.objects.create(
        institution=institution,
        name=name,
        pass_mark=pass_mark,
        decimals=decimals,
        citation=citation,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    SchemeComponent.objects.bulk_create(
        SchemeComponent(
            scheme=scheme, code=code, name=label, weight=weight, is_exam=is_exam, position=position
        )
        for position, (code, label, weight, is_exam) in enumerate(components, start=1)
    )
    return scheme


def _check(components: Sequence[ComponentSpec], pass_mark: Decimal, decimals: int) -> None:
    if not components:
        raise GradingRefused(_("A scheme needs at least one component."))
    for _code, name, weight, _is_exam in components:
        if not 1 <= weight <= FULL_WEIGHT:
            raise GradingRefused(
                _("%(name)s: the weight %(weight)s is not between 1 and 100 percent.")
                % {"name": name, "weight": weight}
            )
    total = sum(weight for _code, _name, weight, _is_exam in components)
    if total != FULL_WEIGHT:
        listed = " + ".join(f"{name} {weight}" for _code, name, weight, _is_exam in components)
        raise GradingRefused(
            _("The weights must add up to 100 percent; %(listed)s is %(total)s.")
            % {"listed": listed, "total": total}
        )
    for position in (0, 1):
        if len({component[position] for component in components}) < len(components):
            raise GradingRefused(_("Two components have the same name."))
    if sum(is_exam for _code, _name, _weight, is_exam in components) > 1:
        raise GradingRefused(_("Only one component can be the exam."))
    if not 0 <= pass_mark <= 100:
        raise GradingRefused(
            _("The pass mark %(mark)s is not between 0 and 100.")
            % {"mark": plain_number(pass_mark)}
        )
    if not 0 <= decimals <= MOST_DECIMALS:
        raise GradingRefused(_("A total has 0 to 2 decimal places."))


def schemes_for(teaching_class: TeachingClass) -> list[GradingScheme]:
    """The schemes of the institution that hold on the first Monday of the class's term."""
    return list(
        GradingScheme.objects.filter(institution=teaching_class.institution_id)
        .valid_on(teaching_class.term.first_monday)
        .order_by("name", "pk")
    )
