"""What nobody may do with pages here, whatever their group allows."""

from wagtail.models import PagePermissionTester


class PublicPagePermissions(PagePermissionTester):
    """Every page is public and stays below its institution's home."""

    def can_set_view_restrictions(self) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_publish(self) -> bool:
        """Only the last reader of a review publishes, by passing the revision (cms.reviewing);
        whoever may write, whoever may unpublish and a superuser go through it like all others."""
        return False

    def can_publish_subpage(self) -> bool:
        """Nor by copying a published page, by an alias of it, or on creating one."""
        return False

    def _manages(self) -> bool:
        """Wagtail's own "publish" would give all of these and publishing; no group has it."""
        if not self.user.is_active or self.page_is_root:
            return False
        return bool(self.user.is_superuser) or "bulk_delete" in self.permissions

    def can_unpublish(self) -> bool:
        return self._manages() and self.page.live and not self.page_locked()

    def can_unschedule(self) -> bool:
        return self._manages()

    def can_reorder_children(self) -> bool:
        return self._manages()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return self._manages() or super().can_delete(ignore_bulk)


class HomePermissions(PublicPagePermissions):
    """An institution's home is written and published, but stays what and where it is."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False
