"""Words of readers' pages that are written outside of templates."""

from django.utils.translation import pgettext_lazy

READ = pgettext_lazy("a page that was read", "read")
