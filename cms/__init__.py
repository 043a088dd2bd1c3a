"""The site: everything people read and write."""
