"""Django's settings, derived from the one configuration object."""

from typing import Any

from django.templatetags.static import static

from orchestration.config import ROOT, load_config
from orchestration.observability.logs import logging_config

SWITCHYARD = load_config()

SECRET_KEY = SWITCHYARD.secret_key.get_secret_value()
DEBUG = SWITCHYARD.debug
ALLOWED_HOSTS = list(SWITCHYARD.allowed_hosts)
CSRF_TRUSTED_ORIGINS = list(SWITCHYARD.trusted_origins)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SWITCHYARD.secure
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SWITCHYARD.secure else None
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin.apps.SimpleAdminConfig",  # found by the URLs: only web needs its pages
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "django_celery_results",
    "django_celery_beat",
    "orchestration",
    "tasks",
    "api",
    "dashboard",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "orchestration.urls"
WSGI_APPLICATION = "orchestration.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]


_LEASE_MS = int(SWITCHYARD.leases.lease_s * 1000)


def _database(url: Any) -> dict[str, Any]:
    host = url.hosts()[0]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": (url.path or "/switchyard").lstrip("/"),
        "USER": host["username"] or "",
        "PASSWORD": host["password"] or "",
        "HOST": host["host"] or "",
        "PORT": str(host["port"] or 5432),
        "CONN_MAX_AGE": None,
        # A check before each request would cost a round trip; a lost connection is retried by
        # the caller that can do so safely.
        "CONN_HEALTH_CHECKS": False,
        "OPTIONS": {
            "connect_timeout": 5,
            "application_name": "switchyard",
            # A server or a host that vanished without a word is noticed within seconds.
            "keepalives_idle": 5,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": 20_000,
            # A process that froze within a transaction holds its locks no longer than its leases.
            # (Behind PgBouncer: ignore_startup_parameters = options, and set it for the role.)
            # Prepared statements keep one plan: planning anew for each call costs more than what a
            # better estimate could save, since each of them reads by key or along one index.
            "options": f"-c idle_in_transaction_session_timeout={_LEASE_MS}"
            " -c plan_cache_mode=force_generic_plan",
            # Only `tasks.sql` prepares statements; Django's own cursors bind on the client.
            "prepare_threshold": 5,
            **dict(url.query_params()),
        },
    }


DATABASES = {"default": _database(SWITCHYARD.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "en"
TIME_ZONE = SWITCHYARD.time_zone
USE_TZ = True
USE_I18N = False
DATE_FORMAT, DATETIME_FORMAT = "Y-m-d", "Y-m-d H:i:s"

STATIC_URL = "static/"
STATIC_ROOT = SWITCHYARD.var_dir / "static"
STATICFILES_DIRS = [ROOT / "dashboard" / "static"]
WHITENOISE_USE_FINDERS = True

DATA_UPLOAD_MAX_MEMORY_SIZE = SWITCHYARD.limits.batch_body_bytes
LOGGING = logging_config(level=SWITCHYARD.log_level, fmt=SWITCHYARD.log_format)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.rest.authentication.ApiKeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["api.rest.json.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.rest.json.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.rest.problems.exception_handler",
    "UNAUTHENTICATED_USER": None,
    "UNAUTHENTICATED_TOKEN": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Switchyard",
    "DESCRIPTION": "Durable, prioritised tasks for AI work.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {},
}

UNFOLD = {
    "SITE_TITLE": "Switchyard",
    "SITE_HEADER": "Switchyard",
    "SITE_SYMBOL": "alt_route",
    "SITE_URL": None,
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda request: static("dashboard/icon.svg"),
        }
    ],
    "SHOW_HISTORY": False,
    "BORDER_RADIUS": "6px",
    "DASHBOARD_CALLBACK": "dashboard.admin.overview.overview",
    "STYLES": [lambda request: static("dashboard/admin.css")],
    "SCRIPTS": [lambda request: static("dashboard/live.js")],
    "COLORS": {
        "primary": {
            "50": "oklch(98.4% .014 180.72)",
            "100": "oklch(95.3% .051 180.801)",
            "200": "oklch(91% .096 180.426)",
            "300": "oklch(85.5% .138 181.071)",
            "400": "oklch(77.7% .152 181.912)",
            "500": "oklch(65% .13 183.5)",
            "600": "oklch(51.1% .096 186.391)",
            "700": "oklch(46% .085 187.5)",
            "800": "oklch(41% .07 188.3)",
            "900": "oklch(38.6% .063 188.416)",
            "950": "oklch(27.7% .046 192.524)",
        }
    },
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": "dashboard.sidebar.navigation",
    },
}
