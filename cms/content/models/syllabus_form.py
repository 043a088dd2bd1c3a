"""The editor's form of a syllabus: part of the page's declaration, as Wagtail wants it."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from courses.curriculum.models import Course


class SyllabusForm(WagtailAdminPageForm):
    """Offers and accepts only courses of the institution whose home the page lies below."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "course" not in self.fields:
            return
        home = getattr(self.parent_page, "specific", None)
        institution_id = getattr(home, "institution_id", None)
        self.fields["course"].queryset = Course.objects.filter(
            institution_id=institution_id
        ).order_by("code")
