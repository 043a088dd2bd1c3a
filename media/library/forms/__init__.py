"""Forms of Wagtail's admin for images, documents and recordings."""
