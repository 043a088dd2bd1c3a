"""Run all benchmarks on a database of their own and write var/bench.json and docs/benchmarks.md."""

import json
import logging
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


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
    (ROOT / "var" / "bench.json").write_text(
        json.dumps(results.as_json(), ensure_ascii=False, indent=1), encoding="utf-8"
    )
    write_report(results, ROOT / "docs" / "benchmarks.md")


if __name__ == "__main__":
    main()
