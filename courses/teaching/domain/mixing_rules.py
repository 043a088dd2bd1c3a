"""The institution's rules of joint classes, entered and ended."""

import datetime
import logging
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.institutions.models import Department, Institution, Major
from courses.qualifications.enums import Severity
from courses.teaching.models import MixingRule

logger = logging.getLogger("qihang.audit")


class Said(TypedDict, total=False):
    """What a rule says: a breadth, or a group and perhaps another; see `models.MixingRule`."""

    breadth: str
    department: Department | None
    major: Major | None
    word: str
    other_department: Department | None
    other_major: Major | None
    other_word: str


@transaction.atomic
def enter_mixing_rule(
    institution: Institution,
    *,
    severity: str = Severity.MUST,
    citation: str,
    quotation: str = "",
    valid_from: datetime.date,
    by: Any,
    **said: Unpack[Said],
) -> MixingRule:
    """A rule from today on or later. Another breadth ends the one before it on that day. Raises
    ValidationError: a day in the past, a group of another institution, the same rule again."""
    Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
    if valid_from < timezone.localdate():
        raise ValidationError({"valid_from": _("A rule begins today at the earliest.")})
    rule = MixingRule(
        institution=institution,
        severity=severity,
        citation=citation,
        quotation=quotation,
        valid_from=valid_from,
        entered_by=by,
        **said,
    )
    _require_sense(rule, said)
    rule.clean_fields(exclude=["institution", "entered_by", "ended_by", "ended_at"])
    others = MixingRule.objects.filter(institution=institution)
    if rule.breadth:
        later = others.exclude(breadth="").filter(valid_to=None, valid_from__gte=valid_from).first()
        if later is not None:
            raise ValidationError(
                _("A rule from %(date)s says how far classes may be mixed. End it first."),
                params={"date": later.valid_from.isoformat()},
            )
        for before in others.exclude(breadth="").filter(valid_to=None):
            _end(before, valid_from, by)
    elif others.filter(breadth="", valid_to=None, **_sides(rule)).exists():
        raise ValidationError(_("This rule is entered already."))
    rule.save()
    logger.info("mixing rule %s of %s entered by %s", rule.pk, institution.code, _pk(by))
    return rule


@transaction.atomic
def end_mixing_rule(rule: MixingRule, *, by: Any) -> MixingRule:
    """It holds until yesterday; one that hasn't begun never will, and the breadth that it would
    have ended goes on. What was put together before stays. Raises ValidationError where it has
    ended already."""
    Institution.objects.select_for_update(no_key=True).get(pk=rule.institution_id)
    locked: MixingRule = MixingRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    today = timezone.localdate()
    if locked.valid_to is not None and locked.valid_to <= max(today, locked.valid_from):
        raise ValidationError(_("This rule has ended already."))
    # Another breadth that follows this one now follows the one before it.
    ended = {name: getattr(locked, name) for name in ("valid_to", "ended_by", "ended_at")}
    _end(locked, max(today, locked.valid_from), by)
    if locked.breadth and locked.valid_from > today:
        MixingRule.objects.filter(
            institution=locked.institution_id,
            valid_to=locked.valid_from,
            valid_from__lt=locked.valid_from,
        ).exclude(breadth="").update(**ended)
    logger.info("mixing rule %s ended by %s", locked.pk, _pk(by))
    return locked


def _end(rule: MixingRule, day: datetime.date, by: Any) -> None:
    rule.valid_to, rule.ended_by, rule.ended_at = day, by, timezone.now()
    rule.save(update_fields=["valid_to", "ended_by", "ended_at"])


def _require_sense(rule: MixingRule, said: Said) -> None:
    if rule.severity not in (Severity.MUST, Severity.IN_PRINCIPLE):
        raise ValidationError({"severity": _("A rule holds always, or in principle.")})
    first = [each for each in (rule.department, rule.major, rule.word) if each]
    second = [each for each in (rule.other_department, rule.other_major, rule.other_word) if each]
    if rule.breadth:
        if first or second:
            raise ValidationError(_("A rule says how far classes may be mixed, or names groups."))
        return
    if len(first) != 1 or len(second) > 1:
        raise ValidationError(_("Name one group, and one other at most."))
    if first == second:
        raise ValidationError(_("Name two different groups."))
    for group in (*first, *second):
        if not isinstance(group, str) and group.institution_id != rule.institution_id:
            raise ValidationError(_("The group is of another institution."))


def _sides(rule: MixingRule) -> dict[str, Any]:
    names = ("department", "major", "word", "other_department", "other_major", "other_word")
    return {name: getattr(rule, name) for name in names}


def _pk(by: Any) -> int | None:
    return getattr(by, "pk", None)
