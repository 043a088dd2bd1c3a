"""The browser that tests, pictures and benchmarks use."""

# Chromium without windows of its own: the whole program keeps renderers of its tab strip busy for
# as long as it runs (156 takes two cores for them), and the pages under test wait.
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
