"""What nobody may do with pages here, whatever their group allows."""

from wagtail.models import PagePermissionTester


class PublicPagePermissions(PagePermissionTester):
    """Every page is public and stays below its institution's home."""

    def can_set_view_restrictions(self) -> bool:
        return False

    def can_move(self) -> bool:
        return False


class HomePermissions(PublicPagePermissions):
    """An institution's home is written and published, but stays what and where it is."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False
