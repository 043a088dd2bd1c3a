"""What the administrator should know about signing keys before people's certificates are made."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register(deploy=True)
def signing_keys(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A demonstration's key signs nothing for people. That there is none is no fault: the office's
    list says so."""
    from assessments.certificates.domain.signing import all_keys

    keys = all_keys()
    if keys and keys[-1].is_demo and not settings.QIHANG_DEMO_ALLOWED:
        return [
            Error(
                "The newest signing key is one for demonstrations; nothing is signed with it.",
                hint="Run “manage.py make_signing_key”.",
                id="certificates.E001",
            )
        ]
    return []
