"""How it is judged and proven."""
