"""Who may write pages: one pair of Wagtail groups per institution, kept in step with roles."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from cms.content.domain import create_home_page
from cms.content.models import HomePage
from cms.users.models import User
from courses.institutions.enums import RoleKind
from courses.institutions.models import Institution, Role

EDITING = frozenset({RoleKind.INSTRUCTOR, RoleKind.SECTION_HEAD, RoleKind.DEPARTMENT_COORDINATOR})
MANAGING = frozenset({RoleKind.TEACHING_OFFICE, RoleKind.INSTITUTION_ADMINISTRATOR})

EDITORS = "editors"
MANAGERS = "managers"
PAGE_ACTIONS = {
    EDITORS: ("add", "change"),
    # Not "publish": that is the last step of a review (cms.reviewing).
    MANAGERS: ("add", "change", "bulk_delete", "lock", "unlock"),
}
FILE_ACTIONS = {EDITORS: ("add", "choose"), MANAGERS: ("add", "change", "choose")}
# Wagtail asks for permissions on its own models, whatever model holds the files.
FILE_MODELS = {"wagtailimages": "image", "wagtaildocs": "document", "wagtailmedia": "media"}


def group_name(institution: Institution, part: str) -> str:
    """Such as "4141010459 editors": people never choose groups, only this file does."""
    return f"{institution.code} {part}"


def ensure_groups(home: HomePage) -> dict[str, Group]:
    """The institution's editors and managers, with permission on its home page, on what lies below,
    and on its own collection of images, documents and recordings; on nothing else."""
    with transaction.atomic():
        collection = _collection_of(home.institution)
        groups = {}
        for part in (EDITORS, MANAGERS):
            group, _created = Group.objects.get_or_create(name=group_name(home.institution, part))
            group.permissions.set(
                Permission.objects.filter(
                    codename="access_admin", content_type__app_label="wagtailadmin"
                )
            )
            permit_pages(group, home, PAGE_ACTIONS[part])
            permit_files(group, collection, FILE_ACTIONS[part])
            groups[part] = group
    return groups


def sync_groups(user: Any, *, without: Role | None = None) -> None:
    """Put the person into the groups that their roles give, and out of all others of ours;
    `without` a role that is about to go.

    An institution gets its home page when the first person who may write there appears.
    """
    with transaction.atomic():
        wanted: set[int] = set()
        roles = Role.objects.filter(user=user, kind__in=EDITING | MANAGING)
        if without is not None:
            roles = roles.exclude(pk=without.pk)
        for role in roles.select_related("institution"):
            groups = _groups_of(role.institution)
            wanted.add(groups[MANAGERS if role.kind in MANAGING else EDITORS].pk)
        held = set(_our_groups().filter(user=user).values_list("pk", flat=True))
        user.groups.add(*(wanted - held))
        user.groups.remove(*(held - wanted))


def sync_institution(institution: Institution) -> None:
    """The same for everybody of an institution in a few statements, for bulk loading."""
    with transaction.atomic():
        groups = _groups_of(institution)
        for part, kinds in ((EDITORS, EDITING), (MANAGERS, MANAGING)):
            groups[part].user_set.set(
                User.objects.filter(
                    qihang_roles__institution=institution, qihang_roles__kind__in=kinds
                ).distinct()
            )


def _groups_of(institution: Institution) -> dict[str, Group]:
    names = {group_name(institution, part): part for part in (EDITORS, MANAGERS)}
    found = {names[group.name]: group for group in Group.objects.filter(name__in=names)}
    if len(found) == len(names):
        return found
    return ensure_groups(create_home_page(institution))


def _our_groups() -> Any:
    return Group.objects.filter(Q(name__endswith=f" {EDITORS}") | Q(name__endswith=f" {MANAGERS}"))


def _collection_of(institution: Institution) -> Collection:
    root = Collection.get_first_root_node()
    name = f"{institution.code} {institution.name}"
    found = root.get_children().filter(name__startswith=f"{institution.code} ").first()
    return found or root.add_child(name=name)


def permit_pages(group: Group, home: HomePage, actions: tuple[str, ...]) -> None:
    wanted = Permission.objects.filter(
        content_type__app_label="wagtailcore",
        content_type__model="page",
        codename__in=[f"{action}_page" for action in actions],
    )
    GroupPagePermission.objects.filter(group=group).exclude(
        page=home, permission__in=wanted
    ).delete()
    GroupPagePermission.objects.bulk_create(
        [GroupPagePermission(group=group, page=home, permission=one) for one in wanted],
        ignore_conflicts=True,
    )


def permit_files(group: Group, collection: Collection, actions: tuple[str, ...]) -> None:
    wanted = Permission.objects.filter(
        content_type__app_label__in=FILE_MODELS,
        codename__in=[f"{action}_{model}" for action in actions for model in FILE_MODELS.values()],
    )
    GroupCollectionPermission.objects.filter(group=group).exclude(
        collection=collection, permission__in=wanted
    ).delete()
    GroupCollectionPermission.objects.bulk_create(
        [
            GroupCollectionPermission(group=group, collection=collection, permission=one)
            for one in wanted
        ],
        ignore_conflicts=True,
    )
