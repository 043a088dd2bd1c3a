"""WSGI entry point."""

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
application = get_wsgi_application()

from cms.search.domain import prepare  # noqa: E402 — after the settings

# Nobody's first search waits for the dictionary.
threading.Thread(target=prepare, name="search-dictionary", daemon=True).start()
