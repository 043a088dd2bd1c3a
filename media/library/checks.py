"""Uploads are run-time state and lie outside every package."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import checks


def uploads_outside_packages(
    app_configs: Sequence[Any] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """An error for each upload folder that lies inside an installed app."""
    packages = [Path(config.path).resolve() for config in apps.get_app_configs()]
    return [
        checks.Error(
            f"{name} lies inside the package {package}.",
            hint="Point it at a folder such as var/uploads.",
            id="media.E001",
        )
        for name in ("MEDIA_ROOT", "PRIVATE_ROOT")
        for package in packages
        if Path(getattr(settings, name)).resolve().is_relative_to(package)
    ]


def register_checks() -> None:
    """Called once, when the app is ready."""
    checks.register(uploads_outside_packages)
