"""What happened in a meeting: attendance and delivered hours."""
