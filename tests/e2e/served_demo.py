"""A demonstration served as `make run` does, with its worker, in a folder that is thrown away."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "qihang-demo"


@contextmanager
def served_demo(size: str, *, prepare: Sequence[str] = ()) -> Iterator[str]:
    """The address of the demonstration of that size. `prepare` are arguments of Python, run between
    loading and serving."""
    with tempfile.TemporaryDirectory(prefix="qihang-demo-") as scratch:
        port = _free_port()
        address = f"http://127.0.0.1:{port}"
        environment = os.environ | {
            # Files that the demonstration stores are read by another process: they have a folder.
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
            "DEBUG": "0",
            "QIHANG_VAR": scratch,
            "DATABASE_URL": f"sqlite:///{scratch}/qihang.sqlite3",
            "BASE_URL": address,
        }
        for arguments in (
            ["manage.py", "migrate", "-v0"],
            ["manage.py", "collectstatic", "--no-input", "-v0"],
            ["manage.py", "load_demo", "--size", size, "--seed", "7"],
            prepare,
        ):
            if arguments:
                command = [sys.executable, *arguments]
                subprocess.run(command, cwd=ROOT, env=environment, check=True)
        web = ["-m", "gunicorn", "cms.wsgi:application", "--bind", f"127.0.0.1:{port}"]
        worker = ["manage.py", "run_worker", "--verbosity", "0"]
        with ExitStack() as running:
            for arguments in ([*web, "--workers", "2", "--threads", "4"], worker):
                process = subprocess.Popen(
                    [sys.executable, *arguments],
                    cwd=ROOT,
                    env=environment,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
                running.callback(process.wait)
                running.callback(process.terminate)
            _wait_for(f"{address}/healthz")
            yield address


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(address)
