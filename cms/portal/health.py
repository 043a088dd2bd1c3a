"""Is the process up, and can it work?"""

from typing import Any

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from media.jobs.heartbeat import seconds_since_beat


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Database, cache and worker; 503 with Retry-After while one of them is missing."""
    parts: dict[str, Any] = {"database": _database(), "cache": _cache(), "worker": _worker()}
    ready = all(parts.values())
    response = JsonResponse(
        {"status": "ok" if ready else "unavailable", **parts}, status=200 if ready else 503
    )
    if not ready:
        response["Retry-After"] = "30"
    return response


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False


def _cache() -> bool:
    try:
        cache.set("readyz", "1", 10)
        return bool(cache.get("readyz") == "1")
    except Exception:
        # Each cache backend has its own errors; any of them means: not ready.
        return False


def _worker() -> bool:
    try:
        return seconds_since_beat() is not None
    except Exception:
        # The heartbeat lives in the cache.
        return False
