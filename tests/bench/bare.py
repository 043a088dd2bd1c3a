"""The floors: the same work with nothing of ours in it."""

import io
import time
from typing import Any

import segno
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas


def bare_view(request: HttpRequest) -> HttpResponse:
    """A view that asks nobody, behind the same middleware."""
    return HttpResponse("<!doctype html><title>bare</title>")


urlpatterns = [path("bare/", bare_view), path("", include("cms.urls"))]


def reinsert_everything(least: int = 200) -> tuple[int, float]:
    """(rows, CPU seconds) to insert every row of our larger tables again, into empty copies of them
    with the same indexes, by the driver's executemany. Undone at the end."""
    from django.apps import apps
    from django.db import transaction

    rows_in_all, seconds = 0, 0.0
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            cursor.execute(f"SELECT * FROM {quote(table)}")
            rows = cursor.fetchall()
            if len(rows) < least:
                continue
            columns = [column[0] for column in cursor.description]
            copy = empty_copy(cursor, table)
            marks = ", ".join(["%s"] * len(columns))
            names = ", ".join(quote(name) for name in columns)
            statement = f"INSERT INTO {quote(copy)} ({names}) VALUES ({marks})"
            start = time.process_time()
            cursor.executemany(statement, rows)
            seconds += time.process_time() - start
            rows_in_all += len(rows)
        transaction.set_rollback(True)
    return rows_in_all, seconds


def empty_copy(cursor: Any, table: str) -> str:
    """A table of the same columns and indexes, without rows; returns its name."""
    copy = f"bare_{table}"
    quote = connection.ops.quote_name
    if connection.vendor == "postgresql":
        cursor.execute(f"CREATE TABLE {quote(copy)} (LIKE {quote(table)} INCLUDING ALL)")
        return copy
    cursor.execute("SELECT sql FROM sqlite_master WHERE type='table' AND name=%s", [table])
    cursor.execute(cursor.fetchone()[0].replace(f'"{table}"', f'"{copy}"', 1))
    cursor.execute(
        "SELECT name, sql FROM sqlite_master "
        "WHERE type='index' AND tbl_name=%s AND sql IS NOT NULL",
        [table],
    )
    for name, sql in cursor.fetchall():
        again = sql.replace(f'"{name}"', f'"bare_{name}"', 1)
        cursor.execute(again.replace(f' ON "{table}"', f' ON "{copy}"', 1))
    return copy


def draw_certificates(texts: list[list[str]], codes: list[str], font: str) -> bytes:
    """A page each with its lines and a QR code, drawn by hand."""
    stored = io.BytesIO()
    page = canvas.Canvas(stored, pagesize=landscape(A4))
    for lines, code in zip(texts, codes, strict=True):
        page.setFont(font, 14)
        for n, line in enumerate(lines):
            page.drawString(90, 480 - 28 * n, line)
        picture = io.BytesIO()
        segno.make(code, error="m").save(picture, kind="png", scale=4)
        page.drawImage(ImageReader(picture), 680, 60, 80, 80)
        page.showPage()
    page.save()
    return stored.getvalue()
