"""Books, the lists that approve them, and which book a course uses in a term."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from courses.curriculum.enums import TextbookKind
from courses.curriculum.models import Course
from courses.institutions.enums import RoleKind
from courses.institutions.models import Institution, Role
from courses.institutions.periods import PeriodQuerySet
from courses.institutions.scopes import ScopePaths
from courses.teaching.models import TeachingClass, Term
from courses.textbooks.enums import AdoptionState, TextbookPart
from media.addressing import Addressable


class SharedQuerySet(PeriodQuerySet):
    """Rows of an institution, of its province (`province`), or of the whole country (""); some
    of them hold from a date to a date."""

    def reaching(self, institution: Institution) -> Self:
        return self.filter(
            Q(institution=institution)
            | Q(institution=None, province__in=["", institution.province])
        )

    def _allowed_by(self, role: Role) -> Q:
        province = role.province
        if role.kind != RoleKind.PROVINCE_OFFICER and role.institution is not None:
            province = role.institution.province
        return super()._allowed_by(role) | Q(institution=None, province__in=["", province])


class Textbook(Addressable):
    """One edition of a book; another edition is another row."""

    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    province = models.CharField(_("province code"), max_length=2, blank=True)
    title = models.CharField(_("title"), max_length=200)
    edition = models.CharField(_("edition"), max_length=60)
    authors = models.CharField(_("authors"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=120, blank=True)
    # Thirteen digits without hyphens; empty for a book of the school without a number.
    isbn = models.CharField(_("ISBN"), max_length=13, blank=True)
    kind = models.CharField(_("kind of textbook"), max_length=12, choices=TextbookKind)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    scope_paths: ClassVar = ScopePaths(shared=True)
    objects = SharedQuerySet.as_manager()

    class Meta:
        ordering = ("title", "edition", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["institution", "title", "edition"],
                condition=Q(institution__isnull=False),
                name="textbook_edition_once",
            ),
            models.UniqueConstraint(
                fields=["province", "title", "edition"],
                condition=Q(institution__isnull=True),
                name="shared_textbook_edition_once",
            ),
            models.CheckConstraint(
                condition=Q(institution__isnull=True) | Q(province=""),
                name="textbook_of_one_place",
            ),
        )

    def __str__(self) -> str:
        return f"《{self.title}》{self.edition}"


class TextbookApproval(models.Model):
    """A book stands on a list of approved base textbooks over [valid_from, valid_to): whose list,
    by which document. A dated fact; never changed, only ended."""

    textbook = models.ForeignKey(Textbook, on_delete=models.CASCADE, related_name="approvals")
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    province = models.CharField(_("province code"), max_length=2, blank=True)
    authority = models.CharField(_("authority"), max_length=100)
    citation = models.CharField(_("citation"), max_length=300)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("no longer valid from"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    history = HistoricalRecords(app="courses")

    scope_paths: ClassVar = ScopePaths(shared=True)
    objects = SharedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="textbook_approval_not_empty",
            ),
        )


class TextbookAdoption(Addressable):
    """A course uses a book in a term, over [valid_from, valid_to) once it is approved.

    A supplement may be for some classes only (`classes`); none named means all of the course.
    """

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="textbook_adoptions")
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="textbook_adoptions")
    textbook = models.ForeignKey(Textbook, on_delete=models.PROTECT, related_name="adoptions")
    part = models.CharField(_("part"), max_length=10, choices=TextbookPart)
    classes = models.ManyToManyField(
        TeachingClass, blank=True, related_name="+", verbose_name=_("classes")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=AdoptionState, default=AdoptionState.PROPOSED
    )
    # Why this book: for a supplement what it adds to the base.
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("no longer used from"), null=True, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    history = HistoricalRecords(app="courses")

    scope_paths: ClassVar = ScopePaths(shared=True)
    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ("course", "part", "valid_from", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["course", "term"],
                condition=Q(part=TextbookPart.BASE, state=AdoptionState.APPROVED, valid_to=None),
                name="one_base_textbook_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["course", "term", "textbook"],
                condition=~Q(state=AdoptionState.RETURNED) & Q(valid_to=None),
                name="textbook_adopted_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="textbook_adoption_not_empty",
            ),
            models.CheckConstraint(
                condition=~Q(state=AdoptionState.APPROVED) | Q(decided_at__isnull=False),
                name="textbook_adoption_decided",
            ),
        )

    def __str__(self) -> str:
        return f"{self.course}: {self.textbook}"

    def concerns(self, user: Any) -> bool:
        """Whether this person proposed it, and so can't decide it."""
        return self.proposed_by_id is not None and self.proposed_by_id == user.pk
