"""All routes × all roles."""
