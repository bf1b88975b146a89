"""All settings of Đôn Đốc. Environment variables fill the differences; docs/operations.md lists them.

Without DATABASE_URL and REDIS_URL everything runs on the embedded services beside the project (config/embedded.py).
"""

import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
import pghistory
from django.contrib.messages import constants as messages
from django.utils.csp import CSP

from config import embedded, supervise

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = embedded.data_dir()
env = environ.Env()

# --- What kind of run this is ---------------------------------------------------------------------------------------

TESTING = "pytest" in sys.modules
EMBEDDED = not env.str("DATABASE_URL", "")
DEBUG = env.bool("DEBUG", False)
# Sample accounts with a published password exist only here; config.checks refuses DEMO on a real database server.
DEMO = env.bool("DONDOC_DEMO", EMBEDDED and not TESTING)
# Shown on the sign-in page of the demo.
DEMO_ACCOUNTS, DEMO_PASSWORD = list(supervise.ACCOUNTS.items()), supervise.PASSWORD

PUBLIC_URL = env.str("PUBLIC_URL", "http://localhost:8000" if EMBEDDED else "").rstrip("/")
BEHIND_TLS = PUBLIC_URL.startswith("https://")
try:
    _public_host = urlsplit(PUBLIC_URL).hostname
except ValueError:  # config.checks says so in words
    _public_host = None
# Whether the health page tries to open PUBLIC_URL; off where a server cannot reach its own address from within.
CHECK_PUBLIC_URL = env.bool("CHECK_PUBLIC_URL", not TESTING)
# Who carries it may read the figures at /he-thong/so-lieu/; empty: administrators in their browser only.
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
SECRET_KEY = env.str("SECRET_KEY", "") or (embedded.secret_key() if EMBEDDED else "")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
_local_hosts = ["localhost", "127.0.0.1", "[::1]"] if EMBEDDED else []
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[*filter(None, [_public_host]), *_local_hosts])
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []

# --- Applications ---------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "agencies.apps.AgenciesConfig",
    "directives.apps.DirectivesConfig",
    "plans.apps.PlansConfig",
    "reporting.apps.ReportingConfig",
    "django_filters",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "agencies.apps.HouseAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "agencies.history.context.HistoryMiddleware",
    "agencies.http.RefusalMiddleware",
    "agencies.http.OwnPasswordMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "agencies.navigation.navigation",
            ],
        },
    }
]
FORM_RENDERER = "agencies.rendering.HouseRenderer"
# Tabler's alert classes.
MESSAGE_TAGS = {messages.DEBUG: "secondary", messages.ERROR: "danger"}

# --- Database, cache, broker ----------------------------------------------------------------------------------------

DATABASES: dict[str, dict[str, Any]] = {
    "default": embedded.database() if EMBEDDED else env.db_url("DATABASE_URL"),
}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DATABASES["default"]["TEST"] = {"NAME": env.str("DONDOC_TEST_DB", "test_dondoc")}
# A server that is away is told within seconds, by the health command too.
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 10)
# Only the web server sets a pool: its threads live long, while workers fork and commands end.
if _pool_size := env.int("DATABASE_POOL_SIZE", 0):
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": _pool_size, "timeout": 10}

# Rows of history are found by their own id and by what `tracked(found_by=…)` names; other references need no index.
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)

REDIS_URL = env.str("REDIS_URL", "") or embedded.redis_url()
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if TESTING
    else {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "dondoc"}
}

# Kombu and redis-py spell a unix socket differently.
CELERY_BROKER_URL = (
    REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
    if REDIS_URL.startswith("unix://")
    else REDIS_URL
)
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
# A job runs again when its worker is killed in the middle; every job is written so that this does no harm.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_TIME_LIMIT = 540
CELERY_TASK_SOFT_TIME_LIMIT = 480
CELERY_TIMEZONE = "Asia/Ho_Chi_Minh"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# --- People and their sessions --------------------------------------------------------------------------------------

AUTH_USER_MODEL = "agencies.Officer"
AUTHENTICATION_BACKENDS = ["agencies.http.OfficerBackend"]
LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/dang-nhap/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if TESTING:
    # A slow hash on every signed-in test would cost minutes and prove nothing.
    PASSWORD_HASHERS.insert(0, "django.contrib.auth.hashers.MD5PasswordHasher")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "agencies.passwords.UnlikeTheOfficer"},
    {"NAME": "agencies.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "agencies.passwords.Uncommon"},
    {"NAME": "agencies.passwords.MoreThanDigits"},
]
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# --- Browser security -----------------------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.SELF],
    # Tabler's style sheet draws its small icons as data images.
    "img-src": [CSP.SELF, "data:"],
    "style-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", 365 * 24 * 60 * 60) if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = BEHIND_TLS
# The probe inside the container speaks plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^suc-khoe/$"]
# Set TRUSTED_PROXY only where a proxy strips this header from what clients send.
if env.bool("TRUSTED_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Files ----------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
# Uploaded files have no address of their own: a view checks scope and streams them.
MEDIA_ROOT = env.path("MEDIA_ROOT", str(DATA_DIR / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        # Compressing takes 20 s, which a visitor of the demo should not wait for.
        else "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        if DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 30
# Uploads are checked for secrecy markings in memory before anything touches the disk.
FILE_UPLOAD_HANDLERS = ["agencies.uploads.InMemoryOnly"]
# Where clamd listens (tcp://host:3310 or unix:///path); empty: files are not scanned for viruses.
CLAMD_URL = env.str("CLAMD_URL", "")
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", 20 * 1024 * 1024)
UPLOAD_MAX_REQUEST_BYTES = 3 * UPLOAD_MAX_BYTES

# --- Language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]

# --- Mail and reminders ---------------------------------------------------------------------------------------------

_email = env.email_url("EMAIL_URL", "consolemail://")
MAILERS: dict[str, dict[str, Any]] = {"default": {"BACKEND": _email["EMAIL_BACKEND"]}}
if _email["EMAIL_HOST"]:
    MAILERS["default"]["OPTIONS"] = {
        "host": _email["EMAIL_HOST"],
        "port": _email["EMAIL_PORT"] or 25,
        "username": _email["EMAIL_HOST_USER"] or "",
        "password": _email["EMAIL_HOST_PASSWORD"] or "",
        "use_tls": _email.get("EMAIL_USE_TLS", False),
        "use_ssl": _email.get("EMAIL_USE_SSL", False),
        "timeout": 20,
    }
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", f"Đôn Đốc <don-doc@{_public_host or 'localhost'}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where the demo's mail sink keeps every letter, as a Maildir.
DEMO_MAILDIR = env.path("DEMO_MAILDIR", str(DATA_DIR / "mail"))

# Letters leave between these hours (local time); the demo is always open, so that a visitor sees them arrive.
REMINDERS = {
    "opens": env.str("REMINDERS_OPEN", "00:00" if DEMO else "07:30"),
    "closes": env.str("REMINDERS_CLOSE", "23:59" if DEMO else "17:00"),
    "working_days_only": env.bool("REMINDERS_WORKING_DAYS_ONLY", not DEMO),
}

# --- Logging: to stdout, without what people wrote --------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"}},
    "root": {"handlers": ["stdout"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": ["stdout"], "level": "INFO", "propagate": False},
        # Parameters of queries would be officers' words.
        "django.db.backends": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
