"""Settings, from the environment only. Secrets may be given by NAME_FILE instead of NAME."""

import os
import secrets
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

ENV = os.environ.get("JISHI_ENV", "prod")


def setting(name: str, default: str = "") -> str:
    """The value of JISHI_<name>, or the content of the file that JISHI_<name>_FILE names."""
    path = os.environ.get(f"JISHI_{name}_FILE")
    if path:
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(f"JISHI_{name}", default)


DATA_DIR = Path(setting("DATA_DIR", "data")).absolute()
FILES_URL = setting("FILES_URL", f"file://{DATA_DIR / 'files'}")
if not FILES_URL.startswith("file:///"):
    raise SystemExit(f"JISHI_FILES_URL: {FILES_URL} is not known; use file:///path")
FILES_DIR = Path(unquote(urlsplit(FILES_URL).path))
METRICS_TOKEN = setting("METRICS_TOKEN")
SIMULATED_CLOCK_ALLOWED = ENV in ("demo", "test", "dev")
SANDBOX = ENV in ("demo", "test", "dev")
URL = setting("URL", "http://127.0.0.1:8000")
PAYMENT_PROVIDER = setting("PAYMENT_PROVIDER", "" if ENV == "prod" else "sandbox")
TRUSTED_PROXIES = [ip_network(one.strip()) for one in setting("TRUSTED_PROXIES").split(",") if one.strip()]
MAIL_URL = setting("MAIL_URL")
WEBHOOK_ALLOW = [network.strip() for network in setting("WEBHOOK_ALLOW").split(",") if network.strip()]
POST_ADAPTERS = {
    "mail": "mail" if MAIL_URL else "mailbox" if ENV in ("demo", "test", "dev") else "none",
    "sms": "mailbox" if ENV in ("demo", "test", "dev") else "none",
}


def data_secret(name: str) -> str:
    """A secret of an installation that is no production: made once, kept in the data directory.

    Production must be given its secrets; `jishi serve` refuses to start without.
    """
    given = setting(name)
    if given or ENV == "prod":
        return given
    if ENV == "test":
        return f"test-{name}".ljust(50, "-")
    kept = DATA_DIR / f".{name.lower()}"
    if not kept.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return kept.read_text(encoding="utf-8")


def database(url: str) -> dict[str, Any]:
    """Django's description of the database at `url` (sqlite:///path, postgresql://…)."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "jishi.config.sqlite",
            "NAME": unquote(parts.path[1:]) or ":memory:",
            "CONN_MAX_AGE": None,
            # No detect_types: Django's fields and jishi.kernel.stored know what they read; asking each column for its type takes time.
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 10, "cached_statements": 1024, "detect_types": 0},
        }
    if parts.scheme not in ("postgresql", "postgres"):
        raise SystemExit(f"JISHI_DATABASE_URL: {parts.scheme}:// is not known; use sqlite:/// or postgresql://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"prepare_threshold": 2, "server_side_binding": True, "options": "-c lock_timeout=5s"},
    }


DATABASE_URL = setting("DATABASE_URL", f"sqlite:///{DATA_DIR / 'jishi.sqlite3'}")
REDIS_URL = setting("REDIS_URL")
DATABASES = {"default": database(DATABASE_URL)}
SECRET_KEY = data_secret("SECRET_KEY") or "unset"
FIELD_KEYS = [key for key in data_secret("FIELD_KEYS").split(",") if key]

PACKAGE = Path(__file__).parent.parent
WEB_DIST = PACKAGE / "web_dist"
MODULES = [
    "identity",
    "ledger",
    "conversations",
    "shops",
    "payments",
    "catalog",
    "orders",
    "fulfilment",
    "desk",
    "insights",
    "notices",
    "partner",
]
MODULES = [name for name in MODULES if (PACKAGE / "modules" / name / "apps.py").exists()]
HTTP_PACKAGES = ["jishi.kernel", "jishi.lawbook", "jishi.realtime", *[f"jishi.modules.{name}" for name in MODULES]]
INSTALLED_APPS = [*HTTP_PACKAGES]
MIDDLEWARE = [
    "jishi.config.headers.Headers",
    "jishi.kernel.api.proxies.BehindProxies",
    "django.middleware.security.SecurityMiddleware",
    "jishi.config.static.StaticFiles",
    "django.middleware.common.CommonMiddleware",
    "jishi.kernel.api.middleware.RequestId",
    "jishi.config.sizes.Sizes",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
ROOT_URLCONF = "jishi.config.urls"
ALLOWED_HOSTS = ["*"] if ENV != "prod" else [urlsplit(URL).hostname or "127.0.0.1", "127.0.0.1", "localhost"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
APPEND_SLASH = False
DEBUG = False
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
USE_I18N = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
TEMPLATES: list[dict[str, Any]] = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"errors": {"class": "logging.StreamHandler"}},
    # refusals are answers, not events: what the client did wrong is in the problem that it got
    "loggers": {"django": {"handlers": ["errors"], "level": "ERROR", "propagate": False}},
}
