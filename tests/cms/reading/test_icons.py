"""The style sheet of icons has those that the project uses."""

import runpy
from pathlib import Path

from django.conf import settings


def test_every_icon_in_use_is_in_the_style_sheet() -> None:
    """When it fails: run scripts/icons."""
    script = runpy.run_path(str(Path(settings.BASE_DIR) / "scripts" / "icons"))
    written = (Path(settings.BASE_DIR) / "cms/static/cms/icons.css").read_text(encoding="utf-8")
    missing = {name for name in script["used"]() if f".bi-{name} " not in written}
    assert missing == set()
    assert {"house", "check-circle-fill"} <= script["used"]()
