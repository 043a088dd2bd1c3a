"""Who may write a province's masters: one Wagtail group per province, kept in step with roles."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection

from cms.content.models import HomePage
from cms.masters.provinces import province_name
from cms.publishing.groups import FILE_ACTIONS, MANAGERS, PAGE_ACTIONS, permit_files, permit_pages
from cms.users.models import User
from courses.institutions.enums import RoleKind
from courses.institutions.models import Role

# No institution's group ends so: cms.publishing keeps those, this file keeps these.
PART = "province officers"


def province_group_name(province: str) -> str:
    """Such as "p41 province officers": people never choose groups, only this file does."""
    return f"p{province} {PART}"


def ensure_province_group(home: HomePage) -> Group:
    """The officers of a province, with permission on its home, on what lies below, and on its own
    collection of files; on nothing of its schools."""
    with transaction.atomic():
        group, _created = Group.objects.get_or_create(name=province_group_name(home.province))
        group.permissions.set(
            Permission.objects.filter(
                codename="access_admin", content_type__app_label="wagtailadmin"
            )
        )
        permit_pages(group, home, PAGE_ACTIONS[MANAGERS])
        permit_files(group, province_collection(home.province), FILE_ACTIONS[MANAGERS])
    return group


def province_collection(province: str) -> Collection:
    """Where the province keeps the images, documents and recordings of its masters."""
    root = Collection.get_first_root_node()
    name = f"p{province} {province_name(province)}"
    found = root.get_children().filter(name__startswith=f"p{province} ").first()
    return found or root.add_child(name=name)


def sync_officer(user: Any, *, without: Role | None = None) -> None:
    """Put the person into the groups of the provinces whose officer they are, where those write
    masters, and out of all others; `without` a role that is about to go."""
    with transaction.atomic():
        roles = Role.objects.filter(user=user, kind=RoleKind.PROVINCE_OFFICER)
        if without is not None:
            roles = roles.exclude(pk=without.pk)
        names = [province_group_name(code) for code in roles.values_list("province", flat=True)]
        wanted = set(Group.objects.filter(name__in=names).values_list("pk", flat=True))
        held = set(
            Group.objects.filter(name__endswith=f" {PART}", user=user).values_list("pk", flat=True)
        )
        user.groups.add(*(wanted - held))
        user.groups.remove(*(held - wanted))


def sync_province(home: HomePage) -> None:
    """The same for all officers of a province, when its home is made."""
    group = ensure_province_group(home)
    group.user_set.set(
        User.objects.filter(
            qihang_roles__kind=RoleKind.PROVINCE_OFFICER, qihang_roles__province=home.province
        ).distinct()
    )
