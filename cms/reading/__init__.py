"""What readers do with pages: progress, bookmarks, notes, reflections."""
