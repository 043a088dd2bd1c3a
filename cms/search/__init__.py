"""Chinese search over what is published."""
