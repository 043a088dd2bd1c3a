"""Release of a page into what is taught."""
