"""What a province or an institution offers."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.institutions.enums import INSTITUTION_WIDE, RoleKind
from courses.institutions.models import Institution
from courses.institutions.scopes import ScopedQuerySet, ScopePaths

# Who has to do with the training of staff; students and counsellors haven't.
CONCERNED = INSTITUTION_WIDE | {
    RoleKind.DEPARTMENT_COORDINATOR,
    RoleKind.SECTION_HEAD,
    RoleKind.INSTRUCTOR,
}


class OwnedQuerySet(ScopedQuerySet):
    """Rows of one institution, or of a province (`institution` None)."""

    def reaching(self, institution: Institution) -> Self:
        """What the institution's people may go to."""
        return self.filter(
            Q(institution=institution) | Q(institution=None, province=institution.province)
        )

    def _allowed_by(self, role: Any) -> Q:
        if role.kind == RoleKind.PROVINCE_OFFICER:
            return Q(institution=None, province=role.province) | Q(
                institution__province=role.province
            )
        if role.kind not in CONCERNED:
            return Q(pk__in=[])
        own = Q(institution=role.institution_id)
        of_province = Q(institution=None, province=role.institution.province)
        if role.kind not in INSTITUTION_WIDE:
            own &= self._shown()
        return own | (of_province & self._shown())

    def _shown(self) -> Q:
        """Which rows their owner shows to others."""
        return Q()


class Owned(models.Model):
    """Either `institution` or `province` says who offers it."""

    province = models.CharField(_("province code"), max_length=2, blank=True)
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    scope_paths: ClassVar = ScopePaths(shared=True)

    class Meta:
        abstract = True

    @property
    def is_of_province(self) -> bool:
        return self.institution_id is None

    @property
    def province_code(self) -> str:
        """The province in which it lies, whoever offers it."""
        return self.institution.province if self.institution else self.province


ONE_OWNER = Q(institution=None) & ~Q(province="") | Q(institution__isnull=False, province="")
