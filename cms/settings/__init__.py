"""Settings, chosen by DJANGO_SETTINGS_MODULE: dev (default), test, production."""
