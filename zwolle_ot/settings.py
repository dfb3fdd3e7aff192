"""All settings, read top to bottom. What differs per machine comes from the environment; see docs/running.md."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from zwolle_ot import environment as env
from zwolle_ot import logs

# ---- Where we are -----------------------------------------------------------------------------------------------
BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.folder("OT_DATA", BASE_DIR / ".data")
DEMO = env.flag("OT_DEMO")  # demo people, invented cases, plain http on this machine
DEBUG = env.flag("OT_DEBUG")
if DEBUG and not DEMO:
    raise ImproperlyConfigured("OT_DEBUG=1 shows internals to visitors, so it works in demo mode only (OT_DEMO=1).")

SECRET_KEY = env.text("SECRET_KEY", example="a random text of at least 50 characters")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")  # older ones, so that second factors can still be read
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]") if DEMO else ())
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
if not DEMO:
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured("Set ALLOWED_HOSTS to the host names of this site, for example ot.zwolle.nl.")
    if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5 or SECRET_KEY.startswith("django-insecure-"):
        raise ImproperlyConfigured("SECRET_KEY is too easy to guess. Use a random text of at least 50 characters.")
# Where people reach this site: links in mails, which the worker sends.
SITE_URL = env.address(
    "SITE_URL",
    f"http://localhost:{env.number('PORT', 8000)}" if DEMO else f"https://{ALLOWED_HOSTS[0]}",
    schemes=("http", "https") if DEMO else ("https",),
    example="https://ot.zwolle.nl",
)

# ---- Apps: each may import only what stands below it -------------------------------------------------------------
INSTALLED_APPS = [
    "zwolle_ot",
    "insights",
    "financing",
    "cases",
    "schools",
    "accounts",
    "shell",
    "zwolle_ot.admin.OurAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "csp",
]

MIDDLEWARE = [
    "zwolle_ot.api.ApiMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "zwolle_ot.middleware.KeepUpMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "schools.middleware.HatMiddleware",  # from here on the request runs in the database role of its hat
]

ROOT_URLCONF = "zwolle_ot.urls"
WSGI_APPLICATION = "zwolle_ot.wsgi.application"
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
                "zwolle_ot.context.page",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["nlds"]
CRISPY_TEMPLATE_PACK = "nlds"
CRISPY_FAIL_SILENTLY = False

# ---- PostgreSQL. One URL per process: ot_owner migrates, ot_web serves, ot_worker works -----------------------------


POSTGRES = ("postgres", "postgresql")  # row security lives there


def _database(url: str) -> dict[str, Any]:
    database = dict(dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True))
    database["ATOMIC_REQUESTS"] = False  # accounts.acting opens the one transaction of a request
    return database


DATABASES: dict[str, Any] = {
    "default": _database(
        env.address("DATABASE_URL", schemes=POSTGRES, example="postgres://ot_web:PASSWORD@db.example/ot")
    )
}
FIGURES_DATABASE = "default"
if figures_url := env.address(  # a streaming replica for dashboards and API
    "FIGURES_DATABASE_URL", "", schemes=POSTGRES, example="postgres://ot_web:PASSWORD@replica.example/ot"
):
    DATABASES["figures"] = {**_database(figures_url), "TEST": {"MIRROR": "default"}}
    FIGURES_DATABASE = "figures"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---- Sign-in ------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["schools.backends.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "accounts.passwords.NotObvious"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "accounts.models.display_name"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"  # people are invited by an administrator; the invitation proves the address
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to an address that is not ours
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True  # the link of an invitation leads inside; a second factor is still asked
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# A school is one address for all its people, so the limits per address are wide and those per person narrow.
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "20/m/ip,5/5m/key", "reset_password": "20/m/ip,5/m/key"}
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "reauthenticate": "accounts.forms.PasswordAgainForm",
    "reset_password": "accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "accounts.forms.ChoosePasswordForm",
    "change_password": "accounts.forms.ChangePasswordForm",
}
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600  # an invitation and a link to a new password work this many seconds, once
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "accounts.forms.CodeForm",
    "reauthenticate": "accounts.forms.CodeAgainForm",
    "activate_totp": "accounts.forms.SetUpAppForm",
    "generate_recovery_codes": "accounts.forms.NewRecoveryCodesForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "OT Zwolle"
SESSION_ENGINE = "accounts.session_store"  # Valkey keeps them; a GET then writes no database row
SESSION_COOKIE_NAME = "ot_session"
SESSION_COOKIE_AGE = (
    env.number("SESSION_MINUTES", 60, least=10, most=12 * 60) * 60
)  # signed out after this long without a request
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_WARNING_SECONDS = 5 * 60

# ---- Security headers ------------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO
SECURE_HSTS_SECONDS = 0 if DEMO else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEMO
SECURE_REDIRECT_EXEMPT = [r"^gezond$"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if env.flag("BEHIND_PROXY"):  # only when a proxy of ours sets this header and removes the visitor's own
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("BEHIND_PROXY") else 0
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}

# ---- Broker, cache, worker -------------------------------------------------------------------------------------------
CELERY_BROKER_URL = env.address(
    "CELERY_BROKER_URL",
    schemes=("redis", "rediss", "redis+socket", "amqp", "amqps"),
    example="redis://broker.example/0",
)
_redis = CELERY_BROKER_URL.startswith(("redis", "rediss"))
CACHE_URL = env.address(
    "CACHE_URL",
    CELERY_BROKER_URL if _redis else "",
    schemes=("redis", "rediss", "redis+socket", "unix"),
    example="redis://cache.example/1",
)
if not CACHE_URL:
    raise ImproperlyConfigured("RabbitMQ is no cache: set CACHE_URL=redis://… (it counts attempts to sign in).")
CACHES = {
    "default": {
        "BACKEND": "shell.caching.Cache",
        "LOCATION": CACHE_URL.replace("redis+socket://", "unix://"),
        "KEY_PREFIX": "ot",
    }
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 15 * 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = (
    # A killed worker's task comes back after this; longer than the longest task, see docs of kombu.
    {"visibility_timeout": CELERY_TASK_TIME_LIMIT + 60, "unacked_restore_interval": 5, "unacked_restore_throttle": 1}
    if _redis
    else {}
)
STALE_BATCH = env.number("STALE_BATCH", 1000)  # how much of what changed the worker takes in one transaction
CELERY_TIMEZONE = "Europe/Amsterdam"
CELERY_BEAT_SCHEDULE: dict[str, Any] = {
    "account-nightly": {"task": "accounts.tasks.nightly", "schedule": crontab(hour=1, minute=0)},
    "case-flags-stale": {"task": "cases.tasks.drain_stale", "schedule": 60.0},
    "case-nightly": {"task": "cases.tasks.nightly", "schedule": crontab(hour=2, minute=0)},
    "case-files-nightly": {"task": "cases.tasks.look_after_files", "schedule": crontab(hour=2, minute=30)},
    "case-digest": {"task": "cases.tasks.send_digests", "schedule": crontab(hour=7, minute=0, day_of_week="mon-fri")},
    "team-flags-stale": {"task": "schools.tasks.drain_stale", "schedule": 60.0},
    "jobs-left-waiting": {"task": "schools.tasks.run_waiting_jobs", "schedule": 60.0},
    "team-nightly": {"task": "schools.tasks.nightly", "schedule": crontab(hour=1, minute=30)},
    "budget-stale": {"task": "financing.tasks.drain_stale", "schedule": 60.0},
    "budget-nightly": {"task": "financing.tasks.nightly", "schedule": crontab(hour=3, minute=0)},
    "figures-fold": {"task": "insights.tasks.fold", "schedule": 60.0},
    "figures-ahead": {"task": "insights.tasks.draw_ahead", "schedule": 60.0},
    "api-use": {"task": "insights.tasks.take_in_use", "schedule": 60.0},
    "figures-nightly": {"task": "insights.tasks.nightly", "schedule": crontab(hour=4, minute=0)},
}

# ---- Mail: nothing about a child is ever mailed -----------------------------------------------------------------------
EMAIL_URL = env.address(
    "EMAIL_URL",
    "file" if DEMO else None,
    schemes=("smtps", "smtp+tls", "smtp"),
    example="smtps://user:password@mail.example:465",
)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "ot@localhost" if DEMO else None, example="ot@zwolle.nl")
if EMAIL_URL == "file":
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
else:
    _mail = urlsplit(EMAIL_URL)
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "", _mail.port or 587
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.scheme == "smtps", _mail.scheme == "smtp+tls"
    if not (DEMO or EMAIL_USE_SSL or EMAIL_USE_TLS or EMAIL_HOST in ("localhost", "127.0.0.1")):
        raise ImproperlyConfigured("EMAIL_URL sends mail in the open. Use smtps:// or smtp+tls://.")

# ---- Language and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False

# ---- Static files and what people upload ------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = env.folder("STATIC_ROOT", DATA_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = env.folder("MEDIA_ROOT", DATA_DIR / "uploads")  # outside the web root; served by a view only
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# ---- API ------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "insights.api.problems.handle",
    "URL_FORMAT_OVERRIDE": None,  # our own negotiation reads ?format=, so that a wrong one is 400
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "OT Zwolle: cijfers van de ondersteuningsteams",
    "DESCRIPTION": "Gepubliceerde cijfers over ondersteuning op school. Kleine aantallen leerlingen staan er niet in.",
    "VERSION": "1.0.0",
    "CONTACT": {
        "name": env.text("API_CONTACT_NAME", "Functioneel beheer OT Zwolle"),
        "email": env.text("API_CONTACT_EMAIL", "ot@example.org" if DEMO else DEFAULT_FROM_EMAIL),
        "url": env.text("API_CONTACT_URL", "https://www.zwolle.nl"),
    },
    "LICENSE": {"name": "EUPL-1.2", "url": "https://eupl.eu/1.2/nl/"},
    "SORT_OPERATIONS": False,
    "TAGS": [
        {"name": "statistics", "description": "Gepubliceerde cijfers, uren en geld."},
        {"name": "schools", "description": "Scholen, zoals iedereen ze kent."},
        {"name": "teams", "description": "Ondersteuningsteams."},
        {"name": "arrangements", "description": "Onderwijs-zorgarrangementen: wat is afgesproken."},
        {"name": "definitions", "description": "Wat elk cijfer betekent."},
        {"name": "document", "description": "Deze beschrijving."},
    ],
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "insights.api.document.finish"],
}

# ---- Logging: no names, no addresses, no parameters of queries -----------------------------------------------------------
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {
        "refusals": {"()": "django.utils.log.CallbackFilter", "callback": logs.refusal_in_a_line},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["refusals"]}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
}

# ---- Rules of the domain that are settings; articles with * are from memory: have them checked -------------------------
# Recognises the same child at two teams (cases.matching). Changing it makes known children unknown to each other.
MATCH_KEY = env.text("MATCH_KEY", SECRET_KEY if DEMO else None, example="another random text; keep it for ever")
HOME_MUNICIPALITY, HOME_MUNICIPALITY_NAME = "GM0193", "Zwolle"
PUBLICATION_THRESHOLD = 8  # fewer persons than this are shown as "minder dan 8" [domain 5]
PUBLICATION_ROUNDING = 5  # finer counts are rounded to the nearest 5 [domain 5]
PUBLICATION_EXACT_TEAMS = 3  # a sector of fewer teams has no exact total: it would be a school's own count
DECISION_WEEKS = 8  # the municipality decides on a request [domain 2.7; Awb 4:13*]
OBJECTION_WEEKS = 6  # the family may object to a decision [domain 2.7; Awb 6:7*]
# From these ages the young person agrees too, and alone [domain 2.2; Jeugdwet 7.3.4, 7.3.5, 7.3.15*]. `migrate` tells the database.
CONSENT_TOGETHER_FROM, CONSENT_ALONE_FROM = 12, 16
# Of these two `migrate` tells the database as well.
EDUCATION_GOALS = 2  # goals at school in a plan with specialist support, at least [001 §4]
OPP_MONTHS = 12  # an OPP is evaluated within this time [domain 2.5; WPO 40a, WVO 2020 2.44, WEC 41a*]
FLAG_DECISION_DUE_WEEKS = 6
FLAG_BESCHIKKING_ENDS_WEEKS = 8
FLAG_MANY_SESSIONS_WARN = 5  # [002 §3.2]
FLAG_MANY_SESSIONS_URGENT = 7
FLAG_WAITING_DAYS = 28
FLAG_SILENT_DAYS = 42
FLAG_CONSENT_ENDS_DAYS = 30
FLAG_FORECAST_OVER = "0.05"
FIGURES_SHARE_POINTS = 5  # a share that moved so many points in a year stands out in the first look
FIGURES_DYSLEXIA_PREVALENCE = (
    "0.036"  # of a year group nationally has severe dyslexia; from memory: have it checked [domain 6]
)
FIGURES_PRIMARY_YEARS = 8  # year groups of primary education
PLACEMENTS_A_YEAR = 15  # pupils of one arrangement in a school year [004]
PLACEMENT_NORM_MONTHS = 10  # of learning in a school year [004]
PLACEMENT_ONWARD_TARGET = "0.80"  # goes on to full SO or SBO within a year [004]
COOPERATION_COMPLETE_SHARE = "0.90"  # of school days [003 §2.1]
COOPERATION_MEETING_WEEKS = 6
COOPERATION_TRAININGS_A_YEAR = 1
MARK_WEEKS = 26  # so long after the end of help the municipality is asked for its mark of the provider
FOLLOW_UP_DAYS = 42  # when a followed case is looked at again, if nothing else is agreed
DRAFT_DAYS = 14  # a draft of what somebody typed is kept this long
EXPORT_DAYS = 7  # a copy for the family is kept this long
REMOVAL_MONTHS = 3  # a request for destruction is decided within this time [domain 2.11; Jeugdwet 7.3.9*]
ANSWER_MONTHS = 1  # a request to read or correct is answered within this time [AVG 12, third member*]
FLAG_REQUEST_DUE_DAYS = 21  # a request of the family that is still open so long before its term ends is flagged
FLAG_ABSENCE_HOURS = 16  # without reason, within FLAG_ABSENCE_WEEKS school weeks on end [domain 4; Leerplichtwet 21a*]
FLAG_ABSENCE_WEEKS = 4
FLAG_THUISZITTER_DAYS = 28  # longer than this on end without education and without reason [domain 2.9]
COMPULSORY_FROM, COMPULSORY_UNTIL = 5, 18  # school age in years [domain 2.9; Leerplichtwet 3, 4a, 4b*]
