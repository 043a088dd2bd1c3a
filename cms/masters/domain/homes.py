"""The home of a province, where its masters are written."""

import re
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms.content.domain import ensure_site_root
from cms.content.models import HomePage
from cms.content.signals import home_page_created
from cms.masters.domain.publishing import publish_as_province
from cms.masters.domain.refusal import MasterRefused
from cms.masters.groups import sync_province
from cms.masters.provinces import province_name


def create_province_home(province: str, *, by: Any = None) -> HomePage:
    """The province's home page, published, with its officers let in; the one it already has when
    there is one. `province`: two digits of GB/T 2260. Its address is /p<digits>/."""
    if not re.fullmatch(r"\d\d", province):
        raise MasterRefused(_("“%(code)s” is no code of a province.") % {"code": province})
    with transaction.atomic():
        root = ensure_site_root()
        # Two officers at once must not make two homes.
        type(root).objects.select_for_update().get(pk=root.pk)
        existing = province_home_of(province)
        if existing is not None:
            return existing
        root.refresh_from_db()
        home = HomePage(
            title=_("Masters of %(province)s") % {"province": province_name(province)},
            slug=f"p{province}",
            province=province,
            owner=by,
        )
        root.add_child(instance=home)
        publish_as_province(home.save_revision(user=by), reason="home of a province", by=by)
        home.refresh_from_db()
        sync_province(home)
    home_page_created.send(sender=HomePage, page=home)
    return home


def province_home_of(province: str) -> HomePage | None:
    """The province's home page, if it has one yet."""
    return HomePage.objects.filter(province=province).exclude(province="").first()
