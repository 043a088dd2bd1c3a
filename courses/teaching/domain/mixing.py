"""Which classes may sit together, by the institution's own rules; without any, all of one entry
year and campus may."""

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Protocol

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.institutions.models import Institution, Major
from courses.qualifications.enums import Severity
from courses.teaching.domain.joint_classes import ClassSize, Mixing
from courses.teaching.enums import Breadth
from courses.teaching.models import MixingRule, Term


class Grouped(Protocol):
    """An administrative class, or its size."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def department_id(self) -> int: ...
    @property
    def major_id(self) -> int: ...


@dataclass(frozen=True)
class Mixed:
    """Two classes that a rule keeps apart. `is_refused`: they can't sit together; otherwise they
    can, and somebody should know."""

    rule: MixingRule
    first: str
    second: str

    @property
    def is_refused(self) -> bool:
        return self.rule.severity == Severity.MUST

    @property
    def sentence(self) -> str:
        said = {
            "first": self.first,
            "second": self.second,
            "rule": rule_said(self.rule),
            "citation": self.rule.citation,
        }
        if self.is_refused:
            return _("%(first)s and %(second)s can't sit together: %(rule)s (%(citation)s)") % said
        return (
            _("In principle %(first)s and %(second)s don't sit together: %(rule)s (%(citation)s)")
            % said
        )


class MixingRules:
    """The rules of an institution on a date."""

    def __init__(self, rules: Sequence[MixingRule], majors: Collection[tuple[int, str]]) -> None:
        self.rules = rules
        self._majors = majors
        self._of_word: dict[str, set[int]] = {}

    @classmethod
    def on(cls, institution: Institution | int, on: datetime.date) -> "MixingRules":
        """One query, and one more where a rule goes by a word."""
        rows = MixingRule.objects.filter(institution=institution).valid_on(on)
        rules = list(
            rows.select_related("department", "major", "other_department", "other_major").order_by(
                "valid_from", "pk"
            )
        )
        majors: list[tuple[int, str]] = []
        if any(rule.word or rule.other_word for rule in rules):
            inside = Major.objects.filter(institution=institution)
            majors = list(inside.values_list("pk", "name"))
        return cls(rules, majors)

    @classmethod
    def of_term(cls, term: Term) -> "MixingRules":
        """Those of the day on which its classes are put together: the first Monday, or today while
        it runs. Queries as above."""
        return cls.on(term.institution_id, judged_on(term))

    @property
    def for_proposals(self) -> Mixing:
        """Proposals keep to all rules, those in principle too."""
        alone = [rule for rule in self.rules if not rule.breadth and not _has_other(rule)]
        pairs = [rule for rule in self.rules if _has_other(rule)]
        breadth = next((rule.breadth for rule in self.rules if rule.breadth), Breadth.CAMPUS)

        def kind(each: ClassSize) -> tuple[bool, ...]:
            return tuple(self._is_of(rule, each) for rule in alone)

        def apart(one: ClassSize, other: ClassSize) -> bool:
            return any(self._keeps_apart(rule, one, other) for rule in pairs)

        return Mixing(breadth=Breadth(breadth), kind=kind, apart=apart if pairs else None)

    def against(self, classes: Iterable[Grouped], *, joining: Grouped | None = None) -> list[Mixed]:
        """What stands against these classes in one teaching class, once for each rule. `joining`:
        only this one is new to it; how the others came together isn't asked again."""
        by_name = sorted(classes, key=lambda each: (each.name, each.id))
        pairs = [
            (one, other)
            for one, other in combinations(by_name, 2)
            if joining is None or joining.id in (one.id, other.id)
        ]
        found = []
        for rule in self.rules:
            first = next((pair for pair in pairs if self._keeps_apart(rule, *pair)), None)
            if first is not None:
                found.append(Mixed(rule, first[0].name, first[1].name))
        return found

    def _keeps_apart(self, rule: MixingRule, one: Grouped, other: Grouped) -> bool:
        if rule.breadth == Breadth.MAJOR:
            return one.major_id != other.major_id
        if rule.breadth == Breadth.DEPARTMENT:
            return one.department_id != other.department_id
        if rule.breadth:
            return False
        if not _has_other(rule):
            return self._is_of(rule, one) != self._is_of(rule, other)
        return (self._is_of(rule, one) and self._is_other_of(rule, other)) or (
            self._is_of(rule, other) and self._is_other_of(rule, one)
        )

    def _is_of(self, rule: MixingRule, each: Grouped) -> bool:
        return self._is_in(each, rule.department_id, rule.major_id, rule.word)

    def _is_other_of(self, rule: MixingRule, each: Grouped) -> bool:
        return self._is_in(each, rule.other_department_id, rule.other_major_id, rule.other_word)

    def _is_in(self, each: Grouped, department: int | None, major: int | None, word: str) -> bool:
        if department is not None:
            return each.department_id == department
        if major is not None:
            return each.major_id == major
        if word not in self._of_word:
            self._of_word[word] = {pk for pk, name in self._majors if word in name}
        return word in each.name or each.major_id in self._of_word[word]


def judged_on(term: Term) -> datetime.date:
    return min(max(term.first_monday, timezone.localdate()), term.last_day)


def refuse_mixed(
    rules: MixingRules, classes: Iterable[Grouped], *, joining: Grouped | None = None
) -> list[str]:
    """Raises ValidationError with all sentences of rules that must be kept; gives those of the
    others."""
    found = rules.against(classes, joining=joining)
    if refused := [each.sentence for each in found if each.is_refused]:
        raise ValidationError(refused)
    return [each.sentence for each in found]


def rule_said(rule: MixingRule) -> str:
    """The rule in a sentence."""
    if rule.breadth == Breadth.MAJOR:
        return _("only classes of one major sit together")
    if rule.breadth == Breadth.DEPARTMENT:
        return _("only classes of one department sit together")
    if rule.breadth:
        return _("classes of all departments of a campus may sit together")
    group = _group_said(rule.department, rule.major, rule.word)
    if not _has_other(rule):
        return _("%(group)s: only among themselves") % {"group": group}
    other = _group_said(rule.other_department, rule.other_major, rule.other_word)
    return _("%(group)s and %(other)s: never together") % {"group": group, "other": other}


def _group_said(department: object, major: object, word: str) -> str:
    if department is not None:
        return str(department)
    if major is not None:
        return str(major)
    return _("classes named “%(word)s”") % {"word": word}


def _has_other(rule: MixingRule) -> bool:
    return bool(rule.other_department_id or rule.other_major_id or rule.other_word)
