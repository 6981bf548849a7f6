"""Production, with one view more: the floor that the pages are compared with."""

from bench.places import PROJECT
from config.settings.prod import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
TEMPLATES[0]["DIRS"].append(PROJECT / "bench" / "templates")  # noqa: F405
# Nobody asks for a static file here, so they need not be collected first.
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
