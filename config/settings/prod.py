from config.settings.base import *  # noqa: F403

SECRET_KEY = env("SECRET_KEY")  # noqa: F405
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")  # noqa: F405
env("DATABASE_URL")  # noqa: F405 - production names its database; base has read it
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
}

# An intranet without TLS must say so itself; see docs/operations.md.
INSECURE_INTRANET = env.bool("INSECURE_INTRANET", default=False)  # noqa: F405
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = not INSECURE_INTRANET
SESSION_COOKIE_SECURE = not INSECURE_INTRANET
CSRF_COOKIE_SECURE = not INSECURE_INTRANET
if not INSECURE_INTRANET:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="smtp://localhost:25")  # noqa: F405
vars().update(EMAIL_CONFIG)
