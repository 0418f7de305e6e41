"""All settings, one file. What differs between installations comes from the environment through env.py."""

from pathlib import Path

from csp.constants import NONE, SELF

from cermat.config import env
from cermat.config.database import use_bundled_sqlite
from cermat.config.logs import is_not_of_survey

use_bundled_sqlite()  # here, because every way into Cermat reads the settings before it touches a database

ROOT = Path(__file__).resolve().parents[3]
VAR = Path(env.text("CERMAT_VAR", str(ROOT / "var")))
DEFINITIONS = ROOT / "definitions"

DEBUG = False
SECRET_KEY = env.secret("CERMAT_SECRET_KEY", VAR / "secret.key")
AUDIT_KEY = env.secret("CERMAT_AUDIT_KEY", VAR / "audit.key")  # digests of personal fields; outside the database
ALLOWED_HOSTS = env.words("CERMAT_HOSTS", "localhost,127.0.0.1,[::1]")
HTTPS = env.boolean("CERMAT_HTTPS", default=False)  # set behind the proxy that ends TLS
TRUSTED_PROXIES = env.words("CERMAT_PROXIES", "127.0.0.1,::1") if HTTPS else []  # whose word counts about the sender

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "django.forms",  # the widgets, which our renderer takes from the templates
    "cermat.web",  # before allauth: our pages of sign-in go before theirs
    "allauth",
    "allauth.account",
    "cermat.audit",
    "cermat.organisation",
    "cermat.periods",
    "cermat.notifications",
    "cermat.documents",
    "cermat.instruments",
    "cermat.indicators",
    "cermat.sop",
    "cermat.requirements",
    "cermat.collection",
    "cermat.survey",
    "cermat.measurement",
    "cermat.years",
    "cermat.evaluation",
    "cermat.reports",
    "cermat.dashboards",
    "cermat.operations",
    "cermat.jobs",
]

MIDDLEWARE = [
    "cermat.web.middleware.behind_proxy",  # before everything that looks at the sender's address or at https
    "django.middleware.security.SecurityMiddleware",
    "cermat.survey.views.door.nameless",  # before everything that reads or sets a cookie, or writes a log
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cermat.web.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "cermat.web.middleware.headers",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cermat.web.middleware.signed_in",
    "cermat.web.middleware.own_password",
    "cermat.web.middleware.plain_text",
    "cermat.web.middleware.sentences",
    "cermat.web.middleware.form_only",
]

ROOT_URLCONF = "cermat.config.urls"
WSGI_APPLICATION = "cermat.config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["cermat.web.templatetags.cermat"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cermat.organisation.presenters.place",
                "cermat.notifications.presenters.unread",
                "cermat.operations.presenters.setup",
            ],
        },
    }
]
FORM_RENDERER = "cermat.web.renderers.CermatRenderer"

DATABASE_URL = env.text("CERMAT_DATABASE")  # the one setting: empty = SQLite under var/
DATABASES = {"default": env.postgres(DATABASE_URL) if DATABASE_URL else env.sqlite(VAR / "cermat.sqlite3")}
OLD_SQLITE = env.boolean(
    "CERMAT_OLD_SQLITE", default=False
)  # for a developer without the bundled one; never in an office
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# ---- people and passwords
AUTH_USER_MODEL = "organisation.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "cermat.web.accounts.OfficeAccounts"
ACCOUNT_FORMS = {"login": "cermat.web.accounts.SignInForm"}
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {  # a whole office stands behind one address: guesses are counted per name
    "login": "240/m/ip",
    "login_failed": "60/m/ip,5/300s/key",
}

# ---- sessions and cookies
SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-sesi" if HTTPS else "sesi"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_FAILURE_VIEW = "cermat.web.views.form_expired"
CSRF_TRUSTED_ORIGINS = env.words("CERMAT_ORIGINS")
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SILENCED_SYSTEM_CHECKS = ["security.W021"]  # the browsers' preload list is the domain owner's to decide
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# ---- the public survey: answers at once / a minute, of one counter. See survey.formula.pace
SURVEY_PACE = {
    "soft": env.text("CERMAT_SURVEY_SOFT", "20/10"),  # from one network; above, answers are flagged
    "slow": env.text("CERMAT_SURVEY_SLOW", "60/0.5"),  # of an office from one network: 30 an hour; above, flagged
    "tablet": env.text("CERMAT_SURVEY_TABLET", "240/2"),  # of a tablet, in place of both; above, answers are flagged
    "hard": env.text("CERMAT_SURVEY_HARD", "600/300"),  # from one network; above, answers are turned away for a while
    "burst": env.text("CERMAT_SURVEY_BURST", "240/120"),  # from all networks; above, answers are flagged
}
SURVEY_LOOKUP_SECONDS = 1.0  # how long a counter's survey is remembered; the insert looks at the survey itself

# ---- files
MEDIA_ROOT = VAR / "files"
UPLOADS_ROOT = VAR / "uploads"  # files that are still arriving, piece by piece
FILE_UPLOAD_HANDLERS = ["cermat.web.uploads.BoundedUpload"]
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_PERMISSIONS = 0o600
UPLOAD_MAX_BYTES = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000  # a sheet of sinergitas or documents has several fields for each of its rows
DATA_UPLOAD_MAX_NUMBER_FILES = 40

# ---- language, time, static files
LANGUAGE_CODE = "id"
LANGUAGE_COOKIE_NAME = "bahasa"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [ROOT / "src" / "cermat" / "web" / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "cermat.web.statics.LeanStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# ---- mail: console until an office sets a server
ADDRESS = env.address("CERMAT_ADDRESS", https=HTTPS)  # cermat.example.go.id: mails name it; empty = none is named
EMAIL_HOST = env.text("CERMAT_MAIL_HOST")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"
EMAIL_PORT = env.integer("CERMAT_MAIL_PORT", 587)
EMAIL_HOST_USER = env.text("CERMAT_MAIL_USER")
EMAIL_HOST_PASSWORD = env.text("CERMAT_MAIL_PASSWORD")
EMAIL_USE_TLS = env.boolean("CERMAT_MAIL_TLS", default=True)
DEFAULT_FROM_EMAIL = env.text("CERMAT_MAIL_FROM", "cermat@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"nameless": {"()": "django.utils.log.CallbackFilter", "callback": is_not_of_survey}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["nameless"]}},
    "loggers": {"django.request": {"filters": ["nameless"]}, "django.server": {"filters": ["nameless"]}},
    "root": {"handlers": ["console"], "level": env.text("CERMAT_LOG", "WARNING")},
}
