"""What is measured in the process itself on PostgreSQL, each part on a database of its own:
`python -m tests.bench.on_postgresql search`; writes var/bench-search.json.

Run by `python -m tests.bench` in processes of their own, because settings are read once.
"""

import json
import logging
import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from tests.bench.postgresql import database

ROOT = Path(__file__).resolve().parent.parent.parent
PARTS = {
    "explorer": ("tests.bench.explorer", "bench_explorer"),
    "search": ("tests.bench.searching", "bench_search"),
}


def main(part: str) -> None:
    with (
        database(f"qihang_bench_{part}") as address,
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

        from tests.bench.measuring import Results

        call_command("migrate", verbosity=0)
        results = Results()
        module, name = PARTS[part]
        getattr(import_module(module), name)(results)
        (ROOT / "var" / f"bench-{part}.json").write_text(
            json.dumps(results.as_json(), ensure_ascii=False, indent=1), encoding="utf-8"
        )
        connections.close_all()


if __name__ == "__main__":
    main(sys.argv[1])
