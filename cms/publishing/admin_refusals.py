"""What can't be deleted because something rests on it, said in words.

Wagtail looks for protecting references in its own index, and not everywhere: wagtailmedia deletes
without looking at all. Whatever the database refuses ends here; by then nothing was deleted.
"""

from django.contrib import messages
from django.db.models import Model, ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.delivery.models import OnlineResource
from courses.teaching.domain.mixing import rule_said
from courses.teaching.models import MixingRule


def refuse_deletion(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """Back to the question whether to delete, with the reason above it; None for other errors."""
    if isinstance(error, ProtectedError):
        rests = error.protected_objects
    elif isinstance(error, RestrictedError):
        rests = error.restricted_objects
    else:
        return None
    messages.error(request, _reason(rests))
    return HttpResponseRedirect(request.get_full_path())


def _reason(rests: set[Model]) -> str:
    counting = [one for one in rests if isinstance(one, OnlineResource)]
    if counting:
        titles = sorted({one.media.title for one in counting})
        outlines = {one.outline_id for one in counting}
        return ngettext(
            "Nothing was deleted. “%(titles)s” counts towards the online hours of an outline that "
            "was released, and students are credited by it. Take it off the lesson instead: the "
            "next outline is then without it.",
            "Nothing was deleted. “%(titles)s” counts towards the online hours of %(number)d "
            "outlines that were released, and students are credited by it. Take it off the lesson "
            "instead: the next outline is then without it.",
            len(outlines),
        ) % {"titles": _("”, “").join(titles), "number": len(outlines)}
    if ruled := [one for one in rests if isinstance(one, MixingRule)]:
        rules = sorted(
            _("%(rule)s (%(citation)s)") % {"rule": rule_said(one), "citation": one.citation}
            for one in ruled
        )
        return ngettext(
            "Nothing was deleted: a rule of joint classes names it, %(rules)s. Rules stay with "
            "their document, also those that have ended, and so does what they name.",
            "Nothing was deleted: %(number)d rules of joint classes name it, %(rules)s. Rules stay "
            "with their document, also those that have ended, and so does what they name.",
            len(rules),
        ) % {"rules": _("; ").join(rules), "number": len(rules)}
    return _(
        "Nothing was deleted: other records rest on it, such as an edition that was released or a "
        "copy of a school."
    )
