import dataclasses
import re
import secrets
from pathlib import Path

import pytest

from webapp.config import CONFIG_VARIABLE, READERS, Config, ConfigError, unknown_variables, variable_of
from webapp.secret_key import KEY_FILE_NAME, secret_weakness

STRONG = "k7Tq-2vXw9_LmBz4RyHd8NcPfJ6GsAe3uQhZ"
DOCUMENT = Path(__file__).parents[2] / "docs" / "configuration.md"


@pytest.fixture(autouse=True)
def empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def production(**variables):
    return Config.load({"SECRET_KEY": STRONG, **variables})


def problems_of(environ, file=None):
    with pytest.raises(ConfigError) as caught:
        Config.load(environ, file)
    return caught.value.problems


def test_defaults_are_a_production_place_on_sqlite_in_the_instance_folder(empty_folder):
    config = production()
    assert config.is_production
    assert config.is_sqlite
    assert config.database_url == f"sqlite:///{empty_folder.as_posix()}/instance/sparewell.sqlite3"
    assert config.instance_path == empty_folder / "instance"
    assert (config.business_timezone, config.default_language) == ("Asia/Shanghai", "zh_Hans_CN")


def test_loading_for_production_writes_nothing(empty_folder):
    production()
    assert list(empty_folder.iterdir()) == []


def test_variable_wins_over_file_and_file_over_default(empty_folder):
    (empty_folder / "sparewell.toml").write_text("port = 9000\nserver_threads = 3\n", encoding="utf-8")
    config = production(SPAREWELL_PORT="9100")
    assert (config.port, config.server_threads, config.trusted_proxies) == (9100, 3, 0)


def test_empty_variable_counts_as_absent(empty_folder):
    (empty_folder / "sparewell.toml").write_text("port = 9000\n", encoding="utf-8")
    assert production(SPAREWELL_PORT=" ").port == 9000


def test_file_is_found_by_argument_variable_current_and_instance_folder(empty_folder):
    places = {name: empty_folder / name / "sparewell.toml" for name in ("argument", "variable", "kept")}
    for port, path in enumerate(places.values(), start=9001):
        path.parent.mkdir()
        path.write_text(f"port = {port}\n", encoding="utf-8")
    named = {"SECRET_KEY": STRONG, CONFIG_VARIABLE: str(places["variable"]), "SPAREWELL_INSTANCE_PATH": "kept"}
    assert Config.load(named, places["argument"]).port == 9001
    assert Config.load(named).port == 9002
    assert Config.load({**named, CONFIG_VARIABLE: ""}).port == 9003
    (empty_folder / "sparewell.toml").write_text("port = 9004\n", encoding="utf-8")
    assert Config.load({**named, CONFIG_VARIABLE: ""}).port == 9004


def test_a_named_file_that_is_missing_is_told():
    assert "cannot be read" in problems_of({"SECRET_KEY": STRONG, CONFIG_VARIABLE: "nowhere.toml"})[0]


@pytest.mark.parametrize("content", [b"port 9000", b"mode = 'd\xe9mo'"])
def test_a_file_that_is_not_toml_is_told(empty_folder, content):
    path = empty_folder / "broken.toml"
    path.write_bytes(content)
    assert "is not TOML" in problems_of({"SECRET_KEY": STRONG}, path)[0]


def test_a_file_with_a_byte_order_mark_is_read(empty_folder):
    path = empty_folder / "marked.toml"
    path.write_text("port = 9000\n", encoding="utf-8-sig")
    assert Config.load({"SECRET_KEY": STRONG}, path).port == 9000


def test_every_slip_is_told_at_once(empty_folder):
    path = empty_folder / "slips.toml"
    path.write_text("prot = 9000\nserver_threads = true\n", encoding="utf-8")
    environ = {"SPAREWELL_PORT": "80x", "SPAREWELL_MODE": "prod", "SPAREWELL_BUSINESS_TIMEZONE": "Peking"}
    told = problems_of(environ, path)
    assert [line.split()[0] for line in told] == [
        "prot",
        "SPAREWELL_MODE",
        "SPAREWELL_PORT",
        "server_threads",
        "SPAREWELL_BUSINESS_TIMEZONE",
    ]


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SPAREWELL_PORT", "65536"),
        ("SPAREWELL_PORT", "-1"),
        ("SPAREWELL_PORT", "٣"),
        ("DATABASE_URL", "mysql://root@db/stock"),
        ("DATABASE_URL", "stock.db"),
        ("DATABASE_URL", "postgresql://db:port/stock"),
        ("SPAREWELL_PUBLIC_URL", "parts.example.com"),
        ("SPAREWELL_DEFAULT_LANGUAGE", "fr"),
        ("SPAREWELL_BUSINESS_TIMEZONE", "../etc/passwd"),
        ("SPAREWELL_UPLOAD_MAX_BYTES", "16 MB"),
    ],
)
def test_an_unwanted_value_is_refused_by_name(variable, value):
    assert [line.split()[0] for line in problems_of({"SECRET_KEY": STRONG, variable: value})] == [variable]


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://stock@db/sparewell", "postgresql+psycopg://stock@db/sparewell"),
        ("postgresql://stock:p%40ss@db:5433/x", "postgresql+psycopg://stock:p%40ss@db:5433/x"),
        ("sqlite:////var/lib/stock.db", "sqlite:////var/lib/stock.db"),
        ("sqlite://", "sqlite://"),
    ],
)
def test_database_addresses_name_their_driver(given, used):
    assert production(DATABASE_URL=given).database_url == used


def test_a_relative_sqlite_path_means_the_current_folder(empty_folder):
    assert production(DATABASE_URL="sqlite:///stock.db").database_url == f"sqlite:///{empty_folder.as_posix()}/stock.db"


def test_passwords_never_show():
    config = production(
        DATABASE_URL="postgresql://stock:dbpass1@db/x",
        SPAREWELL_MAIL_HOST="mail.example.com",
        SPAREWELL_MAIL_FROM="parts@example.com",
        SPAREWELL_MAIL_PASSWORD="mailpass2",
    )
    for hidden in (STRONG, "dbpass1", "mailpass2"):
        assert hidden not in repr(config)
    assert config.shown_database_url == "postgresql+psycopg://stock:***@db/x"


@pytest.mark.parametrize(
    "key",
    [
        "",
        "dev",
        "k7Tq-2vXw9_LmBz4RyHd8NcPfJ6GsAe",
        "change-me-change-me-please-12345-xyzw",
        "my-very-Secret-key-for-the-stock-room",
        "a" * 64,
        "k7Tq2vXw" * 8,
        "abacabadabacabaeabacabadabacabafabac",
        "abcdefghijklmnopqrstuvwxyz0123456789",
    ],
)
def test_production_refuses_a_weak_secret_key(key):
    assert problems_of({"SECRET_KEY": key})[0].startswith("SECRET_KEY ")


def test_random_keys_are_strong():
    makers = (secrets.token_urlsafe(48), secrets.token_hex(32), secrets.token_urlsafe(32))
    assert [secret_weakness(key) for key in makers] == [None, None, None]


def test_a_demo_makes_its_key_once_and_keeps_it_to_itself(empty_folder):
    first, second = (Config.load({"SPAREWELL_MODE": "demo"}) for _ in range(2))
    path = empty_folder / "instance" / KEY_FILE_NAME
    assert first.secret_key == second.secret_key
    assert secret_weakness(first.secret_key) is None
    assert path.stat().st_mode & 0o077 == 0
    assert list(path.parent.iterdir()) == [path]


def test_mail_needs_a_sender_and_no_password_in_the_clear():
    mail = {"SECRET_KEY": STRONG, "SPAREWELL_MAIL_HOST": "mail.example.com"}
    assert problems_of(mail)[0].startswith("SPAREWELL_MAIL_FROM")
    clear = {
        **mail,
        "SPAREWELL_MAIL_FROM": "p@example.com",
        "SPAREWELL_MAIL_USER": "p",
        "SPAREWELL_MAIL_SECURITY": "none",
    }
    assert problems_of(clear)[0].startswith("SPAREWELL_MAIL_SECURITY")
    assert Config.load({**clear, "SPAREWELL_MAIL_SECURITY": "tls"}).sends_mail


def test_production_refuses_any_host():
    told = problems_of({"SECRET_KEY": STRONG, "SPAREWELL_TRUSTED_HOSTS": "*"})
    assert told[0].startswith("SPAREWELL_TRUSTED_HOSTS")


@pytest.mark.parametrize(
    ("mode", "public_url", "secure"),
    [
        ("production", "", True),
        ("production", "https://parts.example.com/", True),
        ("production", "http://parts.lan", False),
        ("demo", "", False),
        ("demo", "https://parts.example.com", True),
    ],
)
def test_cookies_are_secure_unless_the_place_speaks_http(mode, public_url, secure):
    config = production(SPAREWELL_MODE=mode, SPAREWELL_PUBLIC_URL=public_url)
    assert config.secure_cookies is secure
    assert not config.base_url.endswith("/")


def test_a_slip_in_a_variable_is_noticed():
    environ = {"SPAREWELL_PROT": "1", "SPAREWELL_PORT": "1", "SECRET_KEY": "x", CONFIG_VARIABLE: "f", "PATH": ""}
    assert unknown_variables(environ) == ["SPAREWELL_PROT"]


def test_every_setting_has_a_reader_and_a_default_that_it_reads():
    fields = {each.name: each.default for each in dataclasses.fields(Config)}
    assert list(fields) == list(READERS)
    for name, default in fields.items():
        given = list(default) if isinstance(default, tuple) else default
        if name not in {"database_url", "instance_path"}:
            assert READERS[name](given) == default


def test_every_setting_is_documented_with_its_variable_and_default():
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*)$", DOCUMENT.read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert sorted(rows) == sorted(READERS)
    for each in dataclasses.fields(Config):
        variable, default = rows[each.name].split(" | ")[:2]
        assert variable == f"`{variable_of(each.name)}`"
        values = each.default if isinstance(each.default, tuple) else (each.default,)
        if each.name != "public_url":
            assert all(f"`{value}`" in default for value in values if value != "") or each.name == "database_url"
