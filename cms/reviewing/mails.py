"""Wagtail's mails about reviews are switched off: ours (domain/notices.py) name nothing but the
title and link to the portal."""

from wagtail.admin import signal_handlers


def silence_wagtail() -> None:
    """Before Wagtail's admin is ready, which registers its four mails by this function (7.4)."""
    signal_handlers.register_signal_handlers = lambda: None
