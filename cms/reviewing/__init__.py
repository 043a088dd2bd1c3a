"""Review of pages before they are published: section, department, teaching office, outside experts."""
