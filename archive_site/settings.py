"""
Settings of the site. What an operator sets is read from the environment right below;
a missing or wrong value stops the start with its name.

Everything after that follows from it and is the same on every machine.
"""

import os
import re
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from environs import Env, EnvError, validate

from archive_site.databases import database
from archive_site.folders import make_folder
from archive_site.keys import sealed_key, secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
SECRET_KEY_FILE = VAR_DIR / "secret_key"
SEALED_KEY_FILE = VAR_DIR / "sealed_key"

# --- what an operator sets -----------------------------------------------------------
env = Env()
FACTOR = validate.OneOf(["required", "optional"])
SERVICES = [
    "mastodon",
    "bluesky",
    "x",
    "reddit",
    "email",
]  # that links to share lead to
try:
    DEBUG = env.bool("DEBUG", False)
    SECRET_KEY = env.str("SECRET_KEY", "")
    SEALED_KEY = env.str("SEALED_KEY", "")
    DATABASE_URL = env.str("DATABASE_URL", f"sqlite:///{VAR_DIR / 'archive.sqlite3'}")
    REPLICA_URLS = env.list("REPLICA_URLS", [])
    CACHE_URL = env.str("CACHE_URL", "")
    SEARCH_DIR = Path(env.str("SEARCH_DIR", str(VAR_DIR / "search")))
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
    SITE_URL = env.str("SITE_URL", "http://localhost:8000").rstrip("/")
    SITE_NAME = env.str("SITE_NAME", "Cable Archive").strip()
    HASHTAG = env.str("HASHTAG", "cablegate").lstrip("#")
    SHARE_SERVICES = env.list("SHARE_SERVICES", SERVICES)
    API_RATE = env.int("API_RATE", 300, validate=validate.Range(min=0))
    SECOND_FACTOR = env.str("SECOND_FACTOR", "required", validate=FACTOR)
    WEBMENTIONS = env.bool("WEBMENTIONS", False)
    TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0, validate=validate.Range(min=0))
    IMPORT_DIR = Path(env.str("IMPORT_DIR", str(VAR_DIR / "imports")))
    IMPORT_PATHS = env.list("IMPORT_PATHS", [])
    IMPORT_MOST = env.int("IMPORT_MOST", 2048, validate=validate.Range(min=1))
except EnvError as error:
    raise ImproperlyConfigured(f"Wrong setting in the environment: {error}") from error

for name, value, forms in (
    ("SITE_URL", SITE_URL, ("http://", "https://")),
    ("CACHE_URL", CACHE_URL, ("redis://", "rediss://", "unix://")),
):
    if value and not value.startswith(forms):
        raise ImproperlyConfigured(
            f"{name} is {value!r}: expected an address that begins with "
            f"{' or '.join(forms)}"
        )

ALLOWED_HOSTS = [host for host in map(str.strip, ALLOWED_HOSTS) if host]
SHARE_SERVICES = [name.strip().lower() for name in SHARE_SERVICES if name.strip()]
for name, is_right, expected in (
    ("SITE_URL", SITE_URL, "the site's own address"),
    ("SITE_NAME", SITE_NAME, "the name at the head of each page"),
    ("HASHTAG", re.fullmatch(r"\w+", HASHTAG), "one word of letters and digits"),
    ("ALLOWED_HOSTS", ALLOWED_HOSTS or DEBUG, "names of hosts, joined by commas"),
    (
        "SHARE_SERVICES",
        set(SHARE_SERVICES) <= set(SERVICES),
        f"some of {', '.join(SERVICES)}, joined by commas",
    ),
):
    if not is_right:
        found = os.environ.get(name, "")
        raise ImproperlyConfigured(f"{name} is {found!r}: expected {expected}")

make_folder(SEARCH_DIR, "SEARCH_DIR")
IMPORT_PATHS = [Path(path.strip()) for path in IMPORT_PATHS if path.strip()]
SECRET_KEY, SECRET_KEY_STAYS = secret_key(SECRET_KEY, SECRET_KEY_FILE, debug=DEBUG)
SEALED_KEY = sealed_key(SEALED_KEY, SEALED_KEY_FILE)
DATABASES = {"default": database(DATABASE_URL, "DATABASE_URL")}
for url in REPLICA_URLS:
    if database(url, "REPLICA_URLS")["ENGINE"] == "django.db.backends.sqlite3":
        raise ImproperlyConfigured(
            "REPLICA_URLS names a SQLite file: only PostgreSQL has replicas."
        )

# --- what follows ----------------------------------------------------------------------
INSTALLED_APPS = [
    "cables.apps.CablesConfig",
    "cables.apps.DeskConfig",  # the admin, with this project's own site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",  # the door of the desk: see cables.door
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_filters",
    "django_tasks_db",
    "taggit",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cables.languages.LanguageMiddleware",
    "cables.middleware.BadRequestMiddleware",
    "cables.middleware.ReadOnlyMiddleware",
    "cables.middleware.DeskSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "cables.middleware.DeskAuthenticationMiddleware",
    "cables.middleware.DeskMessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cables.door.second_factor.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "archive_site.urls"
WSGI_APPLICATION = "archive_site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

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
                "cables.views.context.site",
                "cables.door.context.desk",
            ],
        },
    }
]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

# The door of the desk. Nobody signs up: see cables.curation.people.
ACCOUNT_ADAPTER = "cables.door.adapters.DeskAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser
MFA_ADAPTER = "cables.door.adapters.DeskSecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # of 30 seconds: clocks differ
# Browsers allow passkeys without https at localhost alone, as `demo` serves.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SITE_URL.startswith("http://localhost")

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "cables" / "locale"]
TIME_ZONE = "UTC"  # cables are dated in UTC, and so is the archive
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["archive_site.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns of a missing one
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True


def _cache(name, entries):
    """Return where a cache is kept; ``entries`` bounds what each process keeps itself."""
    if CACHE_URL:
        return {
            "BACKEND": "cables.shared_cache.SharedCache",
            "LOCATION": CACHE_URL,
            "KEY_PREFIX": name,
        }
    return {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": f"keeps-{entries}",
        "OPTIONS": {"MAX_ENTRIES": entries},
    }


# Failed sign-ins and used codes: all processes have to count together, so that without
# a cache server the database does it. The archive's figures and who asks the API are
# counted apart: a crowd must not sweep the ones out with the others.
CACHES = {
    "default": _cache("default", 0)
    if CACHE_URL
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cables_doorcount",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    "figures": _cache("figures", 300),
    "cards": _cache("cards", 200),
    "rate": _cache("rate", 50_000),
}

TAGGIT_CASE_INSENSITIVE = True

# Work that takes longer than an editor waits: see cables.curation.jobs.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "img-src": [
        CSP.SELF,
        "data:",
    ],  # Django's own admin style sheet has one data: image
    "object-src": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Browsers send nothing that knows a person to readers' pages.
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/admin/"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
if SITE_URL.startswith("https://"):
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# Editors' forms hold whole cables: header and body of up to 5 MB.
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# No line names a reader: no address, no query, no user agent.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Django's own line for a 4xx holds the address that a reader asked for.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.server": {"level": "ERROR"},
        # A scanner's wrong Host would fill the log with tracebacks.
        "django.security": {"level": "CRITICAL"},
    },
}
