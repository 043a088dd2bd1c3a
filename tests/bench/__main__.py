"""Run all benchmarks on databases of their own and write var/bench.json and docs/benchmarks.md.

One after the other: what runs on SQLite in this process; in processes of their own pages served by
gunicorn and search, both on PostgreSQL, and the editor's lists among 20,000 pages on SQLite (on
PostgreSQL making those pages takes ten minutes). Without PostgreSQL the report says what is left
out.
"""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.bench import postgresql

ROOT = Path(__file__).resolve().parent.parent.parent
# Each process has its own database and settings.
SET_HERE = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")


def main() -> None:
    scratch = ROOT / "var" / "bench.sqlite3"
    if "DATABASE_URL" not in os.environ:
        scratch.parent.mkdir(exist_ok=True)
        for leftover in scratch.parent.glob("bench.sqlite3*"):
            leftover.unlink()
        os.environ["DATABASE_URL"] = f"sqlite:///{scratch}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    logging.disable(logging.WARNING)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.bench.report import write_report
    from tests.bench.suite import run_all

    results = run_all()
    found = results.as_json() | {"explorer": None, "search": None, "served": None}
    if postgresql.answers():
        found["served"] = _in_another_process("serving", "bench-serving.json")
        found["search"] = _in_another_process("on_postgresql", "bench-search.json", "search")
    found["explorer"] = _in_another_process("explorer", "bench-explorer.json")
    found["timetabling"] = _in_another_process("timetabling", "bench-timetabling.json")
    found["building"] = _in_another_process("building", "bench-building.json")
    found["rotation"] = _in_another_process("rotation", "bench-rotation.json")
    found["solving"] = _in_another_process("solving", "bench-solving.json")
    (ROOT / "var" / "bench.json").write_text(
        json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    write_report(found, ROOT / "docs" / "benchmarks.md")


def _in_another_process(module: str, written: str, *arguments: str) -> dict[str, Any]:
    subprocess.run(
        [sys.executable, "-m", f"tests.bench.{module}", *arguments],
        cwd=ROOT,
        check=True,
        env={k: v for k, v in os.environ.items() if k not in SET_HERE},
    )
    found: dict[str, Any] = json.loads((ROOT / "var" / written).read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    main()
