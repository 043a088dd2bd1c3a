"""Review of pages before they are published, in the house and by outside experts."""
