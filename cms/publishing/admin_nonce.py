"""The nonce of inline scripts in widgets of Wagtail's admin (docs/decisions/0004).

Widgets are drawn without the request, so the middleware leaves the answer's nonce here.
"""

from contextvars import ContextVar
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.widgets.chooser import BaseChooser

_request: ContextVar[HttpRequest | None] = ContextVar("admin_request", default=None)


def remember(request: HttpRequest) -> None:
    """The request that this thread is answering."""
    _request.set(request)


def forget() -> None:
    _request.set(None)


def current_nonce() -> str:
    """The nonce of the answer in the making; reading it puts it into the policy. Empty outside."""
    request = _request.get()
    return str(request.csp_nonce) if request is not None else ""  # type: ignore[attr-defined]  # django-csp


def give_choosers_a_nonce() -> None:
    """Wagtail 7.4 appends a bare <script> to every chooser, with no template to override."""
    original = BaseChooser.render

    @wraps(original)
    def render(self: BaseChooser, *args: Any, **kwargs: Any) -> SafeString:
        html = original(self, *args, **kwargs)
        # The widget's own HTML is escaped: the first <script> is the one that Wagtail appends.
        opening = f'<script nonce="{escape(current_nonce())}">'
        return mark_safe(html.replace("<script>", opening, 1))  # noqa: S308 — adds an attribute to safe HTML

    BaseChooser.render = render
