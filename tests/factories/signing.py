"""Keys that sign, made once a process: 3072 bits take a while."""

import datetime
import functools
import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.test import override_settings

from assessments.certificates.domain.signing import INSTALLATION, SigningKey, make_key

NOW = datetime.datetime(2026, 1, 5, 8, tzinfo=datetime.UTC)


@functools.cache
def _made(name: str, demo: bool, days: int) -> Path:
    with override_settings(QIHANG_SIGNING_DIR=Path(tempfile.mkdtemp(prefix="qihang-key-"))):
        return make_key(owner=INSTALLATION, name=name, days=days, now=NOW, demo=demo).folder


def signing_key(
    *, owner: str = INSTALLATION, name: str = "郑州大学", demo: bool = False, days: int = 3650
) -> SigningKey:
    """A key of this owner in the directory of the settings, valid from 2026-01-05."""
    made = _made(name, demo, days)
    folder = Path(settings.QIHANG_SIGNING_DIR) / owner / made.name
    shutil.copytree(made, folder, dirs_exist_ok=True)
    return SigningKey(folder)
