"""What a process that reads a stranger's file may use. Imports nothing of Django."""


def limit_resources(*, memory: int, cpu_seconds: int) -> None:
    """From here on at most so many bytes and seconds, and no core dump."""
    try:
        import resource
    except ImportError:  # not on Windows, where only the time limit of the parent holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
