import os

from config.settings.dev import *  # noqa: F403

ALLOWED_HOSTS = ["*"]
DATABASES["default"]["TEST"] = {  # noqa: F405
    "NAME": os.environ.get("TEST_DATABASE_NAME", "test_sixlights"),
    # A migrated database to copy; without one every test database is migrated from the start.
    "TEMPLATE": os.environ.get("TEST_DATABASE_TEMPLATE"),
}
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
# The slow hasher is the point of a password and no point of a test.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# The live server of the browser tests serves static files itself; walking them for each test
# client would take most of a run.
MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")  # noqa: F405
