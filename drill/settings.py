"""The portal as it is developed, with two kinds of jobs more and a file store of its own."""

from config.settings.dev import *  # noqa: F403
from scripts.ground import places

INSTALLED_APPS = [*INSTALLED_APPS, "drill"]  # noqa: F405
FILE_ROOT = places.STATE / "files"
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
