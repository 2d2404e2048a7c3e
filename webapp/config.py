"""Read the settings of one place from its environment and its settings file, and refuse unsafe ones.

`Config.load` is the only reader. An environment variable wins over the file, the file over the default; an empty
variable counts as absent. Every setting is a field of `Config` and is described in docs/configuration.md.
"""

from __future__ import annotations

import dataclasses
import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from sqlalchemy.engine import make_url

from webapp import setting_values as read
from webapp.secret_key import kept_key, secret_weakness

Mode = Literal["production", "demo", "development"]
MailSecurity = Literal["starttls", "tls", "none"]
Language = Literal["zh_Hans_CN", "en"]

CONFIG_VARIABLE: Final = "SPAREWELL_CONFIG"
CONFIG_NAME: Final = "sparewell.toml"
DATABASE_NAME: Final = "sparewell.sqlite3"
MEBIBYTE: Final = 1024 * 1024


class ConfigError(ValueError):
    """Tell every setting that cannot be used, each with what would mend it."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True, kw_only=True)
class Config:
    """Hold the settings of one place; passwords and keys never show in `repr`."""

    mode: Mode = "production"
    secret_key: str = field(default="", repr=False)
    instance_path: Path = Path("instance")
    database_url: str = field(default="", repr=False)

    host: str = "127.0.0.1"
    port: int = 8000
    server_threads: int = 8
    public_url: str = ""
    trusted_hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    trusted_proxies: int = 0

    mail_host: str = ""
    mail_port: int = 587
    mail_security: MailSecurity = "starttls"
    mail_user: str = ""
    mail_password: str = field(default="", repr=False)
    mail_from: str = ""

    upload_max_bytes: int = 16 * MEBIBYTE
    upload_unpacked_max_bytes: int = 256 * MEBIBYTE
    upload_max_entries: int = 1000
    import_max_rows: int = 200_000

    session_idle_minutes: int = 60
    session_absolute_hours: int = 12

    business_timezone: str = "Asia/Shanghai"
    default_language: Language = "zh_Hans_CN"
    log_level: str = "INFO"

    @classmethod
    def load(cls, environ: Mapping[str, str] | None = None, file: Path | None = None) -> Config:
        """Read the settings; raise `ConfigError` naming every one that cannot be used.

        `environ` is the process's own unless given. `file` wins over the variable SPAREWELL_CONFIG; without both,
        `sparewell.toml` in the current folder or in the instance folder is read where there is one.
        """
        environ = os.environ if environ is None else environ
        found, problems = _read_all(environ, _file_values(environ, file))
        if problems:
            raise ConfigError(problems)
        config = _completed(cls(**found))
        if problems := list(_clashes(config)):
            raise ConfigError(problems)
        return config

    @property
    def is_production(self) -> bool:
        """Tell whether real people and goods depend on this place."""
        return self.mode == "production"

    @property
    def is_sqlite(self) -> bool:
        """Tell which of the two engines holds the ledger."""
        return self.database_url.startswith("sqlite")

    @property
    def shown_database_url(self) -> str:
        """Give the database's address with its password masked."""
        return make_url(self.database_url).render_as_string(hide_password=True)

    @property
    def sends_mail(self) -> bool:
        """Tell whether a mail server is named."""
        return bool(self.mail_host)

    @property
    def secure_cookies(self) -> bool:
        """Tell whether cookies may only travel over HTTPS: in production, unless its public address says http."""
        if self.public_url:
            return self.public_url.startswith("https://")
        return self.is_production

    @property
    def base_url(self) -> str:
        """Give the address that mails and printed codes lead to."""
        return self.public_url or f"http://{self.host}:{self.port}"


# How each setting is read; the order is that of the documentation.
READERS: Final[dict[str, read.Reader]] = {
    "mode": read.choice("production", "demo", "development"),
    "secret_key": read.text,
    "instance_path": read.folder,
    "database_url": read.database_url,
    "host": read.text,
    "port": read.whole(0, 65535),
    "server_threads": read.whole(1, 256),
    "public_url": read.web_address,
    "trusted_hosts": read.names,
    "trusted_proxies": read.whole(0, 8),
    "mail_host": read.text,
    "mail_port": read.whole(1, 65535),
    "mail_security": read.choice("starttls", "tls", "none"),
    "mail_user": read.text,
    "mail_password": read.text,
    "mail_from": read.text,
    "upload_max_bytes": read.whole(1024, 1024 * MEBIBYTE),
    "upload_unpacked_max_bytes": read.whole(1024, 4096 * MEBIBYTE),
    "upload_max_entries": read.whole(1, 100_000),
    "import_max_rows": read.whole(1, 1_000_000),
    "session_idle_minutes": read.whole(1, 24 * 60),
    "session_absolute_hours": read.whole(1, 30 * 24),
    "business_timezone": read.timezone,
    "default_language": read.choice("zh_Hans_CN", "en"),
    "log_level": read.choice("DEBUG", "INFO", "WARNING", "ERROR"),
}
# The two that hosts and platforms know by a name of their own.
COMMON_VARIABLES: Final = {"secret_key": "SECRET_KEY", "database_url": "DATABASE_URL"}


def variable_of(name: str) -> str:
    """Name the environment variable of the setting `name`.

    >>> variable_of("mail_host"), variable_of("secret_key")
    ('SPAREWELL_MAIL_HOST', 'SECRET_KEY')
    """
    return COMMON_VARIABLES.get(name, f"SPAREWELL_{name.upper()}")


def unknown_variables(environ: Mapping[str, str]) -> list[str]:
    """List the SPAREWELL_ variables that no setting reads: most often a slip of the pen."""
    known = {variable_of(name) for name in READERS} | {CONFIG_VARIABLE}
    return sorted(name for name in environ if name.startswith("SPAREWELL_") and name not in known)


def _completed(config: Config) -> Config:
    """Fill what depends on other settings: the database beside the other data, and a demo's own key."""
    folder = config.instance_path.absolute()
    return dataclasses.replace(
        config,
        instance_path=folder,
        database_url=config.database_url or f"sqlite:///{folder.as_posix()}/{DATABASE_NAME}",
        secret_key=config.secret_key or ("" if config.is_production else kept_key(folder)),
    )


def _clashes(config: Config) -> Iterable[str]:
    """Tell what cannot stand together, or cannot guard a real place."""
    if config.mail_host and not config.mail_from:
        yield "SPAREWELL_MAIL_FROM is missing: mail needs an address to come from"
    if not config.is_production:
        return
    if weakness := secret_weakness(config.secret_key):
        yield (
            f"SECRET_KEY {weakness}: production mode needs a strong one. This makes one:"
            ' python -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    if config.mail_user and config.mail_security == "none":
        yield "SPAREWELL_MAIL_SECURITY is none: the mail password would travel in the clear; use starttls or tls"
    if "*" in config.trusted_hosts:
        yield "SPAREWELL_TRUSTED_HOSTS holds *: name the hosts that people type into the browser"


def _read_all(environ: Mapping[str, str], values: Mapping[str, object]) -> tuple[dict[str, Any], list[str]]:
    """Read every setting that is given, and collect a line for each that cannot be read."""
    found: dict[str, Any] = {}
    problems = [f"{name} in the settings file is no setting" for name in values if name not in READERS]
    for name, reader in READERS.items():
        variable = variable_of(name)
        in_environment = environ.get(variable, "").strip()
        if not in_environment and name not in values:
            continue
        try:
            found[name] = reader(in_environment or values[name])
        except read.UnwantedValueError as error:
            problems.append(f"{variable if in_environment else f'{name} in the settings file'} {error}")
    return found, problems


def _file_values(environ: Mapping[str, str], file: Path | None) -> dict[str, object]:
    """Read the settings file, or nothing where none is named and none lies in the usual places."""
    path = file or _file_path(environ)
    if path is None:
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError([f"{path} cannot be read: {error.strerror}"]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError([f"{path} is not TOML: {error}"]) from None


def _file_path(environ: Mapping[str, str]) -> Path | None:
    if named := environ.get(CONFIG_VARIABLE, "").strip():
        return Path(named).expanduser()
    instance = Path(environ.get(variable_of("instance_path"), "").strip() or "instance").expanduser()
    return next((path for path in (Path(CONFIG_NAME), instance / CONFIG_NAME) if path.is_file()), None)
