"""Settings shared by all environments; everything a site may change comes from the environment."""

from datetime import time
from pathlib import Path

import environ

from config.settings.admin_theme import ADMIN_NAVIGATION, UNFOLD  # noqa: F401

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

SECRET_KEY = env("SECRET_KEY", default="")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
PUBLIC_URL = env("PUBLIC_URL", default="http://127.0.0.1:8000")

# Order matters for templates: our own pages win over those of the libraries.
INSTALLED_APPS = [
    "apps.core",
    "apps.accounts",
    "apps.notices",
    "apps.branches",
    "apps.meetings",
    "apps.zones",
    "apps.contacts",
    "apps.projects",
    "apps.sixlights",
    "apps.news",
    "apps.brands",
    "apps.inspections",
    "apps.indicators",
    "apps.duties",
    "apps.assessments",
    "apps.reports",
    "apps.portal",
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "apps.core.admin_site.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_celery_beat",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "apps.core.middleware.AdminPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "apps.core.middleware.CleanTextMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "apps.core.middleware.ScriptedFormMiddleware",
    "apps.core.middleware.RequestHistoryMiddleware",
    "apps.core.middleware.AccessMiddleware",
    "apps.accounts.middleware.SecondFactorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "apps.accounts.display.context",
                "apps.portal.context_processors.navigation",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": env.db("DATABASE_URL", default="postgresql:///sixlights")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]

FILE_ROOT = env.path("FILE_ROOT", default=str(BASE_DIR / ".data" / "files"))
# Rules of the house that a committee may change without a new version of the portal.
# How long after filing a secretary takes a record back himself.
TAKE_BACK_MINUTES = env.int("TAKE_BACK_MINUTES", default=10)
# How many days after filing the notes of a meeting may still follow.
NOTES_DAYS = env.int("NOTES_DAYS", default=7)
# How long an open resolution is asked for at the following meetings.
RESOLUTION_FOLLOWED_DAYS = env.int("RESOLUTION_FOLLOWED_DAYS", default=400)
# How many days after a handover the former secretary may still look things up.
HANDOVER_READING_DAYS = env.int("HANDOVER_READING_DAYS", default=30)
# Served by nginx after the check in the view; empty: Django sends the bytes itself.
FILE_ACCEL_PREFIX = env("FILE_ACCEL_PREFIX", default="")
# {role: path} of licensed faces that replace the free ones, such as 仿宋_GB2312.
PDF_FACES = env.dict("PDF_FACES", default={})
# Where the committee keeps templates of its own (meeting_record.docx); empty: the built-in ones.
WORD_TEMPLATE_DIR = env("WORD_TEMPLATE_DIR", default="")
FONT_DIR = env.path("FONT_DIR", default=str(BASE_DIR / ".data" / "fonts"))
# Longer lists are made into workbooks in the background; those are kept for so many hours.
EXPORT_DIRECT_ROWS = env.int("EXPORT_DIRECT_ROWS", default=500)
EXPORT_HOURS = env.int("EXPORT_HOURS", default=24)
# What a workbook of the whole committee is called after.
EXPORT_BODY = env("EXPORT_BODY", default="市直机关")
# A void record may be taken out of the recycle bin for so many days.
RECYCLE_DAYS = env.int("RECYCLE_DAYS", default=30)
STORAGES = {
    # No model has a FileField: files go through apps.core.files, and nothing else touches the disk.
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "apps.accounts.backends.SignInBackend",
    "apps.branches.backends.ScopeBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "apps.accounts.adapters.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login": False, "login_failed": False}
ACCOUNT_FORMS = {
    "login": "apps.accounts.forms.SignInForm",
    "change_password": "apps.accounts.forms.PasswordForm",
    "reauthenticate": "apps.accounts.forms.PasswordAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "apps.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "apps.accounts.forms.CodeForm",
    "reauthenticate": "apps.accounts.forms.CodeAgainForm",
}
MFA_TOTP_ISSUER = "六亮"
MFA_REQUIRED_FOR_STAFF = env.bool("MFA_REQUIRED_FOR_STAFF", default=False)
# How many trusted proxies stand in front and add to X-Forwarded-For.
PROXY_COUNT = env.int("PROXY_COUNT", default=0)

# A whole office sits behind one address, so only the pair of account and address is locked.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = env.int("LOGIN_FAILURE_LIMIT", default=5)
AXES_COOLOFF_TIME = 0.5
AXES_RESET_ON_SUCCESS = True
# The time to come back, once told, is not moved by trying again.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "apps.accounts.lockout.answer"
AXES_USERNAME_CALLABLE = "apps.accounts.guessing.lock_key"
AXES_CLIENT_IP_CALLABLE = "apps.core.audit.client_address"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = env.int("SESSION_SECONDS", default=10 * 3600)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "apps.core.error_views.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

# Drafts of forms: seconds of typing between two savings, bytes of one, how many one person may
# have, and after how many days without a change one is thrown away.
DRAFT_SECONDS = env.int("DRAFT_SECONDS", default=15)
DRAFT_MAX_BYTES = env.int("DRAFT_MAX_BYTES", default=512 * 1024)
DRAFT_LIMIT = env.int("DRAFT_LIMIT", default=50)
DRAFT_KEEP_DAYS = env.int("DRAFT_KEEP_DAYS", default=90)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

# The committee's desk: after and before how many days something is put on its first page.
DESK_RETURNED_DAYS = env.int("DESK_RETURNED_DAYS", default=7)
DESK_REVIEW_DAYS = env.int("DESK_REVIEW_DAYS", default=7)
DESK_DUE_DAYS = env.int("DESK_DUE_DAYS", default=7)
DESK_TERM_DAYS = env.int("DESK_TERM_DAYS", default=180)
# Messages leave the portal between these hours of working days only (ux 1.2).
MESSAGE_HOURS = (time(8, 30), time(18, 0))
# A message that cannot be delivered is tried this often, then shown to the staff.
MESSAGE_ATTEMPTS = 3
MESSAGE_RETRY_MINUTES = 10
# So many e-mails leave with one look at the ledger, which comes every minute.
MESSAGE_BATCH = 100
# For sites with a gateway of their own: group messages as JSON to any address.
GENERIC_WEBHOOKS = env.bool("GENERIC_WEBHOOKS", default=False)
# The same thing is not asked for again by the staff for so long (ux 1.2).
REMINDER_REST_HOURS = 72
# A reminder whose hour passed while the portal was down is still sent for so many working days.
REMINDER_CATCH_UP_DAYS = 2
# How often the feed of one person is read; phones look every few hours.
CALENDAR_FETCHES_AN_HOUR = 60
# How long before a year its holidays must be known.
HOLIDAY_NOTICE_DAYS = 31
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", default="portal@localhost")

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "components/table.html"

REDIS_URL = env("REDIS_URL", default="redis://127.0.0.1:6379/0")
CELERY_BROKER_URL = REDIS_URL
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_WORKER_MAX_TASKS_PER_CHILD = env.int("WORKER_MAX_TASKS", default=400)
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 600_000
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 15,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "health_check_interval": 25,
}
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {"task": "apps.core.tasks.sweep_jobs", "schedule": 30.0},
    "send-messages": {"task": "apps.notices.tasks.send_waiting", "schedule": 60.0},
    "remind": {"task": "apps.duties.tasks.remind", "schedule": 600.0},
    "look-ahead": {"task": "apps.duties.tasks.look_ahead", "schedule": 6 * 3600.0},
    "sweep-files": {"task": "apps.core.tasks.sweep_files", "schedule": 3600.0},
    "sweep-drafts": {"task": "apps.core.tasks.sweep_drafts", "schedule": 24 * 3600.0},
}

# A longer file is checked and brought in by the workers.
IMPORT_JOB_ROWS = env.int("IMPORT_JOB_ROWS", default=2000)
IMPORT_PASTE_ROWS = env.int("IMPORT_PASTE_ROWS", default=500)
IMPORT_WITHDRAWAL_HOURS = env.int("IMPORT_WITHDRAWAL_HOURS", default=24)

PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
}
