"""What is measured in the process itself on PostgreSQL; writes var/bench-postgresql.json.

Run by `python -m tests.bench` in a process of its own, because settings are read once.
"""

import json
import logging
import os
import tempfile
from pathlib import Path

from tests.bench.postgresql import database

ROOT = Path(__file__).resolve().parent.parent.parent


def main() -> None:
    with (
        database("qihang_bench_inside") as address,
        tempfile.TemporaryDirectory(prefix="qihang-bench-") as folder,
    ):
        os.environ["DATABASE_URL"] = address
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
        os.environ["QIHANG_VAR"] = folder
        import django

        django.setup()
        logging.disable(logging.WARNING)
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", verbosity=0)
        from tests.bench.measuring import Results
        from tests.bench.searching import bench_search

        results = Results()
        bench_search(results)
        (ROOT / "var" / "bench-postgresql.json").write_text(
            json.dumps(results.as_json(), ensure_ascii=False, indent=1), encoding="utf-8"
        )
        connections.close_all()


if __name__ == "__main__":
    main()
