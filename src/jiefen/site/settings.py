"""Django's settings of a Jiefen installation. What an administrator may change stands in `options`."""

import secrets
from pathlib import Path
from urllib.parse import unquote, urlparse

from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured

from jiefen import shelf
from jiefen.site import options
from jiefen.web.language import own_name

HOME = options.home()
DEMO = options.flag("JIEFEN_DEMO")
TLS = options.flag("JIEFEN_TLS")
DEBUG = options.flag("JIEFEN_DEBUG")
if DEBUG and TLS:
    raise ImproperlyConfigured("JIEFEN_DEBUG=1 shows internals and cannot be used with JIEFEN_TLS=1. Unset one of them.")


def _kept_secret(path: Path) -> str:
    """The secret kept in `path`, made on first use and readable by its owner only."""
    if path.exists():
        return path.read_text(encoding="ascii").strip()
    path.parent.mkdir(parents=True, exist_ok=True)
    value = secrets.token_urlsafe(50)
    path.touch(mode=0o600)
    path.write_text(value, encoding="ascii")
    return value


try:
    PACK = shelf.pack(options.read("JIEFEN_PACK"))
except ValueError:
    raise ImproperlyConfigured(
        f"JIEFEN_PACK={options.read('JIEFEN_PACK')} names no pack. There are: {', '.join(shelf.jurisdictions())}."
    ) from None

SECRET_KEY = options.read("JIEFEN_SECRET_KEY") or _kept_secret(HOME / "secret.key")
MASTER_KEY_FILE = Path(options.read("JIEFEN_MASTER_KEY_FILE") or HOME / "master.key")
ALLOWED_HOSTS = [host.strip() for host in options.read("JIEFEN_HOSTS").split(",") if host.strip()]
ORIGIN = options.read("JIEFEN_ORIGIN").rstrip("/")
CSRF_TRUSTED_ORIGINS = [ORIGIN]

INSTALLED_APPS = [
    "jiefen.site",
    "jiefen.web",
    "jiefen.apps.people",
    "jiefen.apps.matters",
    "jiefen.apps.guidance",
    "jiefen.apps.intake",
    "jiefen.apps.reach",
    "jiefen.apps.rooms",
    "jiefen.apps.agreements",
    "jiefen.apps.papers",
    "jiefen.apps.quality",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "ninja",
    "csp",
]

MIDDLEWARE = [
    "jiefen.web.middleware.CompressedPages",
    "jiefen.web.still.StillPages",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "jiefen.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "jiefen.apps.people.middleware.SecondFactorMiddleware",
    "jiefen.apps.matters.middleware.ErasedMiddleware",
    "jiefen.apps.intake.middleware.FiledForYouMiddleware",
]

ROOT_URLCONF = "jiefen.site.urls"
WSGI_APPLICATION = "jiefen.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jiefen.web.context.page",
            ],
        },
    },
]
FORM_RENDERER = "jiefen.web.forms.Renderer"


def _database(address: str) -> dict[str, object]:
    """Django's database settings for SQLite in HOME, or for the PostgreSQL at `address`.

    SQLite uses synchronous=FULL: a receipt that was given must survive a power cut.
    """
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "jiefen.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                " PRAGMA cache_size=-20000; PRAGMA mmap_size=268435456;",
            },
        }
    parts = urlparse(address)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("JIEFEN_DATABASE must read postgresql://user:password@host:port/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database(options.read("JIEFEN_DATABASE"))}
# In the database, so that the brakes on sign-in hold across processes.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "site_cache"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/matters/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "jiefen.apps.people.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "jiefen.apps.people.sign_in.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_USERNAME_MIN_LENGTH = 3
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "解纷 Jiefen: "
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "request_login_code": "20/m/ip,3/m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = int(options.read("JIEFEN_PROXIES"))
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Jiefen"
MFA_ADAPTER = "jiefen.apps.people.adapter.SecondFactorAdapter"

LANGUAGE_CODE = (options.read("JIEFEN_LANGUAGE") or PACK.languages[0]).lower()
# Each by its own name, which whoever reads it understands.
LANGUAGES = [(code, own_name(code)) for code in ("zh-hans", "ug", "kk-arab", "en")]
LANGUAGES_BIDI = ["ug", "kk-arab"]
# Django knows Kazakh in Cyrillic only.
LANG_INFO["kk-arab"] = {"bidi": True, "code": "kk-arab", "name": "Kazakh (Arabic script)", "name_local": "قازاقشا"}
LOCALE_PATHS = [Path(__file__).parent.parent / "apps" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = PACK.zone
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # nothing asks for the others, and each copy would be compressed too
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("png", "woff", "woff2", "map")
MEDIA_ROOT = HOME / "files"
UPLOAD_BYTES = int(options.read("JIEFEN_UPLOAD_MB")) * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_HANDLERS = [
    "jiefen.apps.papers.handlers.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

_MAIL = options.read("JIEFEN_MAIL")
EMAIL_BACKEND = {
    "file": "django.core.mail.backends.filebased.EmailBackend",
    "console": "django.core.mail.backends.console.EmailBackend",
    "smtp": "django.core.mail.backends.smtp.EmailBackend",
}.get(_MAIL)
if EMAIL_BACKEND is None:
    raise ImproperlyConfigured(f"JIEFEN_MAIL is {_MAIL!r}; it must be file, console or smtp.")
EMAIL_FILE_PATH = HOME / "mail"
DEFAULT_FROM_EMAIL = options.read("JIEFEN_MAIL_FROM")
if _MAIL == "smtp":
    _smtp = urlparse(options.read("JIEFEN_SMTP"))
    EMAIL_HOST = _smtp.hostname or "localhost"
    EMAIL_PORT = _smtp.port or (465 if _smtp.scheme == "smtps" else 25)
    EMAIL_HOST_USER = unquote(_smtp.username or "")
    EMAIL_HOST_PASSWORD = unquote(_smtp.password or "")
    EMAIL_USE_SSL = _smtp.scheme == "smtps"
    EMAIL_TIMEOUT = 20

_SMS = options.read("JIEFEN_SMS")
if _SMS not in {"off", "file", "console", "http"}:
    raise ImproperlyConfigured(f"JIEFEN_SMS is {_SMS!r}; it must be off, file, console or http.")

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = TLS
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_SECURE = TLS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "jiefen.web.views.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = TLS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = TLS
SECURE_HSTS_PRELOAD = TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

JIEFEN = {
    "demo": DEMO,
    "pack": PACK.id,
    "origin": ORIGIN,
    "help_line": options.read("JIEFEN_HELP_LINE"),
    "home": HOME,
    "master_key_file": MASTER_KEY_FILE,
    "worker": options.read("JIEFEN_WORKER"),
    "proxies": ALLAUTH_TRUSTED_PROXY_COUNT,
    "sms": _SMS,
    "sms_url": options.read("JIEFEN_SMS_URL"),
    "sms_key_file": options.read("JIEFEN_SMS_KEY_FILE"),
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"jiefen": {"level": "INFO"}},
}
