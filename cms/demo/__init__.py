"""A demonstration institution: real name and identifier, made-up people, seeded."""
