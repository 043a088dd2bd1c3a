"""Which administrative classes may sit together in a teaching class."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from courses.institutions.models import Department, Institution, Major
from courses.institutions.periods import PeriodQuerySet
from courses.institutions.scopes import ScopePaths
from courses.qualifications.enums import Severity
from courses.teaching.enums import Breadth
from media.addressing import Addressable

_NOBODY = Q(department=None, major=None, word="")
_NO_OTHER = Q(other_department=None, other_major=None, other_word="")


class MixingRule(Addressable):
    """One sentence of an institution over [valid_from, valid_to): how far classes may be mixed
    (`breadth`), or a group that sits with nobody else, or not with one other group.

    A group is a department, a major, or the classes that have a word in their own name or in that
    of their major (专升本, 美术): nothing else in the data tells such classes. A row is never
    changed, only ended; one that is withdrawn before it began ends on the day it would have. What a
    rule names can't be deleted, though the rule has ended: what held stays readable.
    """

    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="mixing_rules"
    )
    breadth = models.CharField(max_length=10, choices=Breadth, blank=True)
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    major = models.ForeignKey(
        Major, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    word = models.CharField(max_length=20, blank=True)
    other_department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    other_major = models.ForeignKey(
        Major, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    other_word = models.CharField(max_length=20, blank=True)
    # Must: a class against it is refused. In principle: it is made, and the screen says so.
    severity = models.CharField(max_length=15, choices=Severity)
    citation = models.CharField(max_length=300)
    quotation = models.TextField(blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    entered_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    scope_paths: ClassVar = ScopePaths(shared=True)
    objects = PeriodQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="mixing_rule_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=(~Q(breadth="") & _NOBODY & _NO_OTHER)
                | (
                    Q(breadth="")
                    & (
                        Q(department__isnull=False, major=None, word="")
                        | Q(department=None, major__isnull=False, word="")
                        | (Q(department=None, major=None) & ~Q(word=""))
                    )
                    & (
                        _NO_OTHER
                        | Q(other_department__isnull=False, other_major=None, other_word="")
                        | Q(other_department=None, other_major__isnull=False, other_word="")
                        | (Q(other_department=None, other_major=None) & ~Q(other_word=""))
                    )
                ),
                name="mixing_rule_says_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(severity__in=["must", "in_principle"]),
                name="mixing_rule_must_or_in_principle",
            ),
            models.UniqueConstraint(
                fields=["institution"],
                condition=Q(valid_to=None) & ~Q(breadth=""),
                name="mixing_rule_one_breadth",
            ),
        )
