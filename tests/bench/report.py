"""The table in docs/benchmarks.md."""

from pathlib import Path

from tests.bench.measuring import Results, machine

NOTES = """
`seconds` is wall time, `cpu` the processor time of the process, `ratio` that over the floor's.
Pages are the median of 30 requests through Django's test client, so no network and no server is
in them; their floor is a bare view behind the same middleware, asked the same way. Bulk work is
measured once. Floors of loading and import are the same rows inserted by the driver into tables
with the same indexes; the floor of certificates is reportlab drawing the same text and QR codes.
"""


def write_report(results: Results, path: Path) -> None:
    """Replace the generated file."""
    facts = ", ".join(f"{key} {value}" for key, value in machine().items())
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`; don't edit.",
        "",
        f"Machine: {facts}.",
        NOTES,
        "| what | size | seconds | cpu | SQL | floor | floor, cpu s | ratio |",
        "|---|--:|--:|--:|--:|---|--:|--:|",
    ]
    for row in results.rows:
        lines.append(
            f"| {row.name} | {row.size:,} | {row.seconds:.3f} | {row.cpu_seconds:.3f} "
            f"| {row.queries} | {row.floor} | {row.floor_seconds:.4f} | {row.ratio} |"
        )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
