"""The browser that tests, pictures and benchmarks use."""

# Chromium without windows of its own, tab strip and their renderers: there is less to start.
PROGRAM = "/usr/bin/chromium-headless-shell"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
