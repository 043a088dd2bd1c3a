"""Keep the small demonstration as this release makes it, for the next one to be upgraded from."""

import lzma
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "demo.sqlite3"
        place = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
            "DATABASE_URL": f"sqlite:///{database}",
            "QIHANG_VAR": str(Path(folder) / "var"),
        }
        for arguments in (["migrate", "--verbosity", "0"], ["load_demo", "--seed", "7"]):
            subprocess.run(
                [sys.executable, "manage.py", *arguments], cwd=ROOT, env=place, check=True
            )
        with sqlite3.connect(database) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
        connection.close()
        kept = Path(__file__).with_name("demo.sqlite3.xz")
        kept.write_bytes(lzma.compress(database.read_bytes(), preset=9))
        print(f"{kept.relative_to(ROOT)}: {kept.stat().st_size} bytes")  # noqa: T201 — a command


if __name__ == "__main__":
    main()
