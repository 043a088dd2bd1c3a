"""The editor's form of a page that may be a master or a copy of one."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm


class AdoptableForm(WagtailAdminPageForm):
    """Only a province says what is fixed: elsewhere the form has no such field, so that a school
    can neither see nor set it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_master():
            self.fields.pop("is_fixed", None)

    def is_master(self) -> bool:
        """Whether the page lies below a province's home."""
        parent = self.parent_page
        if parent is None:
            return False
        home = parent.get_ancestors(inclusive=True).filter(depth=2).first()
        return bool(home and getattr(home.specific, "province", ""))
