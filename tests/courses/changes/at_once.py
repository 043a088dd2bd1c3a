"""Two acts at once, on PostgreSQL."""

import threading
import time
from collections.abc import Callable

from django.db import connection, transaction


def one_after_the_other(
    first: Callable[[], object],
    second: Callable[[], object],
    *,
    then: Callable[[], object] = lambda: None,
) -> list[BaseException | None]:
    """The second begins when the first has done its work, and the first is committed when the
    second waits for it, or is done, and after it has done what it does `then`. What each raised."""
    raised: list[BaseException | None] = [None, None]
    done, over = threading.Event(), threading.Event()

    def run(number: int, act: Callable[[], object]) -> None:
        try:
            act()
        except BaseException as error:
            raised[number] = error
        finally:
            (over if number else done).set()
            connection.close()

    def begin() -> None:
        with transaction.atomic():
            first()
            done.set()
            wait_for_somebody(over)
            then()

    def follow() -> None:
        done.wait(timeout=60)
        second()

    threads = [threading.Thread(target=run, args=given) for given in enumerate([begin, follow])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def wait_for_somebody(over: threading.Event) -> None:
    """Until another connection waits for this one, or it is over."""
    until = time.monotonic() + 30
    while time.monotonic() < until and not over.is_set():
        with connection.cursor() as cursor:
            # Within a transaction the view stays as it was first seen.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))"
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
