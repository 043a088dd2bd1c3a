"""Pages served by gunicorn (2 workers) on PostgreSQL to 8 connections, each against a bare view.

Run by `python -m tests.bench` in a process of its own; writes var/bench-serving.json.
"""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.bench.postgresql import database
from tests.e2e.chromium import FLAGS, PROGRAM

ROOT = Path(__file__).resolve().parent.parent.parent
PORT = 8765
ADDRESS = f"http://127.0.0.1:{PORT}"
CONNECTIONS = 8
WORKERS = 2
SECONDS = 10
CACHE_PREFIX = "qihang-bench"


@dataclass
class Served:
    """One address under load. `cpu_ms` is of the workers, for one request; `ratio` is the requests
    a second over those of the bare view in the same run."""

    name: str
    requests_per_second: float
    p95_ms: float
    cpu_ms: float
    queries: int
    ratio: float = 0.0


@contextmanager
def redis_cache() -> Iterator[str]:
    """The address of Redis, or "" where none answers; what was kept in it is deleted at the end."""
    import redis

    address = os.environ.get("BENCH_REDIS", "redis://127.0.0.1:6379/14")
    store = redis.Redis.from_url(address, socket_connect_timeout=1)
    try:
        store.ping()
    except redis.RedisError:
        address = ""
    try:
        yield address
    finally:
        if address:
            for key in store.scan_iter(f"{CACHE_PREFIX}:*", count=1000):
                store.delete(key)
        store.close()


@contextmanager
def server() -> Iterator[list[int]]:
    """gunicorn as `make run` starts it; gives the numbers of its worker processes."""
    command = [
        str(ROOT / ".venv/bin/gunicorn"),
        "cms.wsgi:application",
        *("--bind", f"127.0.0.1:{PORT}"),
        *("--workers", str(WORKERS), "--threads", "4", "--log-level", "error"),
    ]
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
    try:
        for _attempt in range(240):
            if process.poll() is not None:
                raise RuntimeError(f"gunicorn ended with {process.returncode}")
            try:
                urllib.request.urlopen(f"{ADDRESS}/bare/", timeout=1)
                break
            except OSError:
                time.sleep(0.25)
        else:
            raise RuntimeError("gunicorn doesn't answer")
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        if len(children) != WORKERS:
            raise RuntimeError(f"{len(children)} workers instead of {WORKERS}")
        yield [int(child) for child in children]
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def cpu_seconds(pids: list[int]) -> float:
    """User and system time of these processes."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def load(
    path: str, *, cookie: str, pids: list[int], seconds: int | None = None
) -> tuple[float, ...]:
    """(requests a second, p95 in ms, CPU ms of the workers a request); any answer but 200 fails."""
    command = [
        "wrk",
        *("-t1", f"-c{CONNECTIONS}", f"-d{seconds or SECONDS}s", "--latency", "--timeout", "30s"),
        *("-H", "Accept-Language: zh-CN", "-H", "Accept-Encoding: gzip"),
        *(("-H", f"Cookie: {cookie}") if cookie else ()),
        *("-s", str(Path(__file__).with_name("percentile.lua"))),
        f"{ADDRESS}{path}",
    ]
    before = cpu_seconds(pids)
    done = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    used = cpu_seconds(pids) - before
    if "Non-2xx" in done or "Socket errors" in done:
        raise RuntimeError(f"{path}: {done}")
    found = re.search(r"RESULT (\d+) (\d+) (\d+)", done)
    assert found is not None, done
    requests, microseconds, p95 = (int(number) for number in found.groups())
    return requests / (microseconds / 1e6), p95 / 1000, used / requests * 1000


def queries_of(path: str, client: Any) -> int:
    """SQL statements of the second request: the first fills the caches."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _time in range(2):
        with CaptureQueriesContext(connection) as statements:
            answer = client.get(path, headers={"host": "127.0.0.1", "accept-language": "zh-CN"})
        assert answer.status_code == 200, (path, answer.status_code)
    return len(statements)


def addresses() -> list[tuple[str, str, str]]:
    """(name, path, user or "") of what is measured."""
    from cms.content.models import LessonPage
    from courses.institutions.models import Institution

    code = Institution.objects.get(code="4141010459").code[-5:]
    lessons = LessonPage.objects.live().filter(url_path__startswith=f"/{code}/").order_by("path")
    public = lessons.filter(audience="public").first()
    taught = lessons.filter(audience="course").first()
    assert public is not None
    assert taught is not None
    return [
        ("public lesson page, from the cache", public.get_url(), ""),
        ("lesson page, signed in", taught.get_url(), "student"),
        ("student home", "/my/", "student"),
        ("instructor home", "/my/", "instructor"),
    ]


def load_data() -> float:
    """Tables, the small demo, static files; gives the CPU seconds that the demo took."""
    from django.core.management import call_command

    from cms.demo.loading import load_demo

    call_command("migrate", verbosity=0)
    start = time.process_time()
    load_demo("small", seed=7)
    seconds = round(time.process_time() - start, 1)
    call_command("collectstatic", interactive=False, verbosity=0)
    return seconds


def measure() -> dict[str, Any]:
    from django.conf import settings

    cache = settings.CACHES["default"]["BACKEND"].rpartition(".")[2]
    print(f"cache: {cache}, sessions: {settings.SESSION_ENGINE}")  # noqa: T201 — a command line tool
    rows: list[Served] = []
    with server() as pids:
        for name, path, username in [("bare Django view", "/bare/", ""), *addresses()]:
            row = serve(name, path, username=username, pids=pids)
            rows.append(row)
            row.ratio = round(row.requests_per_second / rows[0].requests_per_second, 3)
            print(  # noqa: T201 — as above
                f"{name:<36} {row.requests_per_second:8.0f}/s  p95 {row.p95_ms:7.1f} ms  "
                f"cpu {row.cpu_ms:6.2f} ms  {row.queries:>3} SQL  x{row.ratio}"
            )
        visit = first_visit(addresses()[1][1])
    return {
        "cache": cache,
        "sessions": settings.SESSION_ENGINE,
        "served": [asdict(row) for row in rows],
        "first_visit": visit,
    }


def serve(name: str, path: str, *, username: str, pids: list[int]) -> Served:
    client = signed_in(username)
    session = client.cookies.get("sessionid")
    cookie = f"sessionid={session.value}" if session else ""
    queries = queries_of(path, client)
    load(path, cookie=cookie, pids=pids, seconds=2)
    speed, p95, cpu = load(path, cookie=cookie, pids=pids)
    return Served(name, round(speed, 1), round(p95, 1), round(cpu, 2), queries)


def signed_in(username: str) -> Any:
    """A test client with the session of the demo's account; nobody's for an empty name."""
    from django.test import Client

    from cms.users.models import User

    client = Client()
    if username:
        user = User.objects.get(username=username)
        client.force_login(user, backend="cms.users.backends.AccountBackend")
    return client


def first_visit(path: str) -> dict[str, int]:
    """Requests and bytes over the wire of the first visit of a signed-in lesson page, as Chromium
    with an empty cache sees them."""
    from playwright.sync_api import sync_playwright

    client = signed_in("student")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=FLAGS)
        context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
        context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": ADDRESS}]
        )
        page = context.new_page()
        seen: list[Any] = []
        page.on("requestfinished", lambda request: seen.append(request))
        page.goto(ADDRESS + path, wait_until="networkidle")
        size = 0
        for request in seen:
            sizes = request.sizes()
            size += sizes["responseBodySize"] + sizes["responseHeadersSize"]
        browser.close()
    print(f"first visit of {path}: {len(seen)} requests, {size:,} bytes")  # noqa: T201 — as above
    return {"requests": len(seen), "bytes": size}


def main() -> None:
    sys.path.insert(0, str(ROOT))
    with (
        database("qihang_bench") as database_address,
        redis_cache() as redis_address,
        tempfile.TemporaryDirectory(prefix="qihang-bench-") as folder,
    ):
        os.environ["DATABASE_URL"] = database_address
        os.environ["REDIS_URL"] = redis_address
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.serving_settings"
        os.environ["QIHANG_VAR"] = folder
        # Playwright runs a loop of its own in this thread; the database isn't asked meanwhile.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        import django

        django.setup()
        demo_seconds = load_data()
        print(f"the small demo: {demo_seconds} s of CPU")  # noqa: T201 — a command line tool
        found = measure() | {"demo_cpu_seconds": demo_seconds}
        from django.db import connections

        connections.close_all()
    (ROOT / "var" / "bench-serving.json").write_text(
        json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
