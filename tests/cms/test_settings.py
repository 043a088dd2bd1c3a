"""Settings of production, and what must never be mounted."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    "SECRET_KEY": "k9#" + "a1B2c3D4e5" * 6,
    "ALLOWED_HOSTS": "qihang.example.edu.cn",
    "BASE_URL": "https://qihang.example.edu.cn",
}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    # Browser tests in this process set this one for themselves.
    clean = {k: v for k, v in os.environ.items() if k != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**clean, **PRODUCTION, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_production_passes_the_deploy_check() -> None:
    result = manage("check", "--deploy", "--fail-level", "WARNING")
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


def test_production_refuses_to_start_without_a_secret() -> None:
    assert manage("check", SECRET_KEY="").returncode != 0


def test_production_refuses_the_demo(tmp_path: Path) -> None:
    result = manage(
        "load_demo", "--size", "small", DATABASE_URL=f"sqlite:///{tmp_path / 'x.sqlite3'}"
    )
    assert result.returncode != 0
    assert "public password" in result.stderr


def test_scheduler_views_are_not_mounted() -> None:
    def callbacks(patterns, prefix=""):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                yield from callbacks(pattern.url_patterns)
            else:
                yield pattern.callback

    modules = {getattr(view, "__module__", "") for view in callbacks(get_resolver().url_patterns)}
    assert not [module for module in modules if module.startswith("schedule")]


@pytest.mark.django_db
def test_policy_allows_no_inline_script(client) -> None:
    policy = client.get("/accounts/login/")["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert "frame-ancestors 'self'" in policy


@pytest.mark.django_db
def test_error_page_has_a_way_on_and_no_trace(client) -> None:
    response = client.get("/my/no-such-page/")
    assert response.status_code == 404
    assert "Traceback" not in response.content.decode()


@pytest.mark.parametrize("address", ["/healthz?q=%00", "/verify/?code=a%00b", "/%00"])
def test_nul_in_an_address_is_a_bad_request(client: Client, address: str) -> None:
    assert client.get(address).status_code == 400
