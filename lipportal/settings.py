"""The only settings module: every value that differs between places is read by env.py; secure unless told otherwise."""

import zoneinfo
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from lipportal import env

# The pinned tzdata package must win over the machine's own zone files: British Columbia changed its rule in 2026.
zoneinfo.reset_tzpath(to=())

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Where this portal runs -------------------------------------------------------------------------------------
DATA_DIR = env.folder("DATA_DIR", BASE_DIR / "var")
DEMONSTRATION = env.flag("DEMONSTRATION", default=False)
DEMONSTRATION_MARKER = DATA_DIR / "demonstration"
DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.secret("SECRET_KEY", shortest=24)
SECRET_KEY_FALLBACKS = env.secret("FORMER_SECRET_KEYS", "").split()
ALLOWED_HOSTS = env.words("HOSTS", ("127.0.0.1", "localhost", "[::1]"))
if "*" in ALLOWED_HOSTS and not DEBUG and not DEMONSTRATION:
    # Whatever host a request names would be believed, and the links we hand out lead there.
    raise ImproperlyConfigured("PORTAL_HOSTS must name the hosts this portal answers to, and * names none.")
HTTPS = env.flag("HTTPS", default=not DEMONSTRATION)
PORTAL_URL = env.site("URL", f"{'https' if HTTPS else 'http'}://127.0.0.1:8000", is_https=HTTPS)
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0)
DEPARTMENT_NAME_EN = env.text("DEPARTMENT_EN", "IRCC (formerly CIC)")
DEPARTMENT_NAME_FR = env.text("DEPARTMENT_FR", "IRCC (anciennement CIC)")

# --- Apps, from the platform up ---------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "crispy_forms",
    "csp",
    "django_filters",
    "django_htmx",
    "rules",
    "lipportal.audit",
    "lipportal.health",
    "lipportal.files",
    "lipportal.drafts",
    "lipportal.notices",
    "lipportal.jobs",
    "lipportal.accounts",
    "councils",
    "strategies",
    "actionplans",
    "reporting",
]

MIDDLEWARE = [
    "lipportal.shared.reference.reference_middleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lipportal.shared.asked.no_nul_middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lipportal.accounts.middleware.session_limits_middleware",
    "lipportal.accounts.middleware.private_pages_middleware",
    "lipportal.accounts.middleware.counted_tries_middleware",
    "lipportal.accounts.middleware.second_factor_middleware",
    "lipportal.shared.refusals.not_a_page_middleware",
    "lipportal.shared.languages.offered_language_middleware",
    "lipportal.shared.once.read_once_middleware",
]

ROOT_URLCONF = "lipportal.urls"
WSGI_APPLICATION = "lipportal.wsgi.application"
FORM_RENDERER = "lipportal.shared.fields.ControlRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates", BASE_DIR / "templates" / "crispy"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["lipportal.shared.components", "django.templatetags.i18n", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lipportal.shared.frame.frame",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "portal"
CRISPY_TEMPLATE_PACK = "portal"

# --- Database: SQLite as web and worker need it to write together, or the engine PORTAL_DATABASE_URL names ------
DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{DATA_DIR / 'portal.sqlite3'}")}
IS_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
STATEMENT_SECONDS = env.number("STATEMENT_SECONDS", 30)
if IS_SQLITE:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.number("CONNECTION_SECONDS", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    _given = DATABASES["default"].get("OPTIONS", {})
    # A database host that is gone is said in seconds; one that vanishes without a word under a connection that is kept,
    # within a minute; and not when the system gives up, in a quarter of an hour or never. What the address says wins.
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 5,
        "keepalives": 1,
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
        "tcp_user_timeout": 30_000,
    } | _given
    if env.serves_pages() and STATEMENT_SECONDS:
        # Of two limits the later counts, so one in the address wins here too. Migrations and workers have their time.
        _limit = f"-c statement_timeout={STATEMENT_SECONDS * 1000} {_given.get('options', '')}"
        DATABASES["default"]["OPTIONS"]["options"] = _limit.strip()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHE_URL = env.address("CACHE_URL", "", ("redis", "rediss"))
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
        # One that takes a connection and says nothing is as good as away.
        "OPTIONS": {"socket_connect_timeout": 3, "socket_timeout": 5},
    }
    if CACHE_URL
    # Roomy: what does not fit is forgotten, and the counts of wrong passwords are kept here.
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}},
}

# --- Background work --------------------------------------------------------------------------------------------
# In memory, only tests: whatever is asked for there ends with its process.
_brokers = ("redis", "rediss", "filesystem", *(["memory"] if env.runs_in_tests() else []))
BROKER_URL = env.address("BROKER_URL", "filesystem://", _brokers)
BROKER_FOLDER = DATA_DIR / "broker"

# --- Languages and time -----------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("es", _("Spanish")), ("ar", _("Arabic"))]
OFFICIAL_LANGUAGES = ("en", "fr")
LOCALE_PATHS = [BASE_DIR / "lipportal" / "locale"]
FORMAT_MODULE_PATH = ["lipportal.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "America/Toronto"

# --- Static and stored files ------------------------------------------------------------------------------------
STATIC_URL = "/static/"
# An image brings its collected files along; elsewhere they are collected beside the data.
STATIC_ROOT = env.folder("STATIC_DIR", DATA_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
FILES_BUCKET = env.text("FILES_BUCKET", "")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if FILES_BUCKET:
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": FILES_BUCKET,
            "endpoint_url": env.text("FILES_ENDPOINT", "") or None,
            "access_key": env.secret("FILES_KEY", "") or None,
            "secret_key": env.secret("FILES_SECRET", "") or None,
            "region_name": env.text("FILES_REGION", "ca-central-1"),
            "default_acl": None,
            "file_overwrite": False,
        },
    }
FILES_LARGEST = env.number("FILES_LARGEST", 20 * 1024 * 1024)
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- Mail: rows first; the worker hands them to this server -----------------------------------------------------
MAIL_FROM = env.text("MAIL_FROM", "portal@localhost")
DEFAULT_FROM_EMAIL = MAIL_FROM
SERVER_EMAIL = MAIL_FROM
EMAIL_BACKEND = "lipportal.notices.backend.OutboxBackend"
MAIL_HOST = env.text("MAIL_HOST", "")
MAIL_PORT = env.number("MAIL_PORT", 587, least=1)
MAIL_USER = env.text("MAIL_USER", "")
MAIL_PASSWORD = env.secret("MAIL_PASSWORD", "")
MAIL_TLS = env.flag("MAIL_TLS", default=True)
MAIL_TIMEOUT = env.number("MAIL_TIMEOUT", 20, least=1)

# --- People -----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "rules.permissions.ObjectPermissionBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "lipportal.accounts.passwords.ContextWordsValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "lipportal.accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "lipportal.accounts.adapters.SocialAccountAdapter"
MFA_ADAPTER = "lipportal.accounts.adapters.SecondFactorAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
# A whole office signs in behind one address, so what succeeds is not counted; what fails is, there and by account,
# before the password is weighed. A browser in which that very person signed in before counts for itself.
ACCOUNT_RATE_LIMITS = {
    "login": "",
    "login_failed": "30/10m/ip,5/5m/key",
    "request_login_code": "100/10m/ip,3/m/key",
    "reset_password": "100/10m/ip,5/m/key",
}
KNOWN_BROWSER_TRIES = "5/5m/key"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Local Immigration Partnerships"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
OIDC_SERVER_URL = env.text("OIDC_SERVER_URL", "")
if HTTPS and OIDC_SERVER_URL and not OIDC_SERVER_URL.startswith("https://"):
    # What the server says is believed because it comes over this connection.
    raise ImproperlyConfigured("PORTAL_OIDC_SERVER_URL must be an https address.")
OIDC_CLIENT_ID = env.text("OIDC_CLIENT_ID", "")
OIDC_SECRET = env.secret("OIDC_SECRET", "")
OIDC_NAME = env.text("OIDC_NAME", "My organization")
OIDC_SECOND_FACTOR_CLAIM = env.text("OIDC_SECOND_FACTOR_CLAIM", "")
OIDC_SECOND_FACTOR_VALUES = env.words("OIDC_SECOND_FACTOR_VALUES")
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "organization",
                    "name": OIDC_NAME,
                    "client_id": OIDC_CLIENT_ID,
                    "secret": OIDC_SECRET,
                    "settings": {"server_url": OIDC_SERVER_URL},
                }
            ],
        }
    }
    if OIDC_SERVER_URL
    else {}
)
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = False

# --- Sessions, cookies, headers ---------------------------------------------------------------------------------
# Twelve hours are a long working day. An hour unused ends it earlier, as is asked of people who decide on public money;
# nobody is sent out of the demonstration for looking at it slowly.
SESSION_LONGEST = env.number("SESSION_LONGEST", 12 * 60, least=1) * 60
SESSION_IDLE = env.number("SESSION_IDLE", 12 * 60 if DEMONSTRATION else 60, least=1) * 60
SESSION_COOKIE_AGE = SESSION_LONGEST
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
BROWSER_COOKIE_NAME = "__Host-browser" if HTTPS else "browser"
CSRF_FAILURE_VIEW = "lipportal.shared.refusals.csrf_refused"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_SSL_HOST = urlsplit(PORTAL_URL).netloc
# A probe asks this process itself, behind the proxy; the answer holds nothing to keep from the wire.
SECURE_REDIRECT_EXEMPT = [r"^health/(live/)?$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS and TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [PORTAL_URL]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

# --- Health: who shows this token is told how each part stands ---------------------------------------------------
HEALTH_TOKEN = env.secret("HEALTH_TOKEN", "", shortest=16)

# Touched by whoever makes a copy of database and files, once it is made.
BACKUP_MARK = env.text("BACKUP_MARK", "")

# --- Logs: one line an event, with the request's reference, nothing personal ---------------------------------------
LOG_LEVEL = env.one_of("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"reference": {"()": "lipportal.shared.reference.ReferenceFilter"}},
    "formatters": {"line": {"()": "lipportal.shared.reference.LineFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["reference"]}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "fontTools": {"level": "WARNING"},
        "fido2": {"level": "WARNING"},  # at INFO it would log which passkey was used
    },
}

# --- The demonstration is refused anywhere it could meet a real person --------------------------------------------
if DEMONSTRATION:
    if not IS_SQLITE:
        raise ImproperlyConfigured("The demonstration runs on SQLite only; unset PORTAL_DATABASE_URL.")
    if not set(ALLOWED_HOSTS) <= {"127.0.0.1", "localhost", "[::1]"}:
        raise ImproperlyConfigured("The demonstration answers on this machine only; unset PORTAL_HOSTS.")
    if not DEMONSTRATION_MARKER.exists():
        raise ImproperlyConfigured("This folder holds no demonstration; start it with `make demo`.")
