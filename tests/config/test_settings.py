"""Production settings hold; unsafe ones are refused. Each environment is tried in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from config import embedded

PRODUCTION = {
    "DATABASE_URL": "postgresql://dondoc:geheim@db.invalid/dondoc",
    "REDIS_URL": "redis://:geheim@broker.invalid:6379/0",
    "EMAIL_URL": "smtp+tls://sender:geheim@mail.invalid:587",
    "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ALLOWED_HOSTS": "dondoc.example",
    "PUBLIC_URL": "https://dondoc.example",
    "TRUSTED_PROXY": "1",
}


def run(*command: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "DONDOC_DATA") if name in os.environ}
    return subprocess.run(
        [sys.executable, *command], cwd=embedded.PROJECT, env=kept | env, capture_output=True, text=True, check=False
    )


def value_of(expression: str, env: dict[str, str]) -> str:
    done = run("-c", f"from config import settings; print(settings.{expression})", env=env)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_production_passes_the_deployment_check() -> None:
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", env=PRODUCTION)
    assert done.returncode == 0, done.stderr


def test_a_real_installation_must_know_its_address() -> None:
    done = run("manage.py", "check", env=PRODUCTION | {"PUBLIC_URL": ""})
    assert done.returncode != 0
    assert "Chưa đặt PUBLIC_URL" in done.stderr


@pytest.mark.parametrize("address", ["dondoc.example", "https://[::1", "https://dondoc.example/thu-muc"])
def test_an_address_that_is_none_is_refused_by_commands_and_by_the_web_server(address: str) -> None:
    wrong = PRODUCTION | {"PUBLIC_URL": address}
    for command in (("manage.py", "check"), ("-c", "import config.wsgi")):
        done = run(*command, env=wrong)
        assert done.returncode != 0
        assert "config.E004" in done.stderr
        assert "PUBLIC_URL" in done.stderr


def test_a_web_server_does_not_start_without_an_address() -> None:
    done = run("-c", "import config.wsgi", env=PRODUCTION | {"PUBLIC_URL": ""})
    assert done.returncode != 0
    assert "Chưa đặt PUBLIC_URL" in done.stderr
    assert run("-c", "import config.wsgi", env=PRODUCTION).returncode == 0


@pytest.mark.parametrize("program", ["worker", "beat"])
def test_a_worker_without_the_public_address_ends_before_it_takes_a_letter(program: str, tmp_path: Path) -> None:
    """Each officer has one letter a day: one whose links lead nowhere takes the place of the right one."""
    nowhere = PRODUCTION | {"PUBLIC_URL": "", "REDIS_URL": "redis://127.0.0.1:1/0"}
    more = ["--schedule", str(tmp_path / "beat"), "--pidfile="] if program == "beat" else ["--concurrency", "1"]
    done = run("-m", "celery", "--app", "config.celery", program, *more, env=nowhere)
    assert done.returncode == 1
    assert "PUBLIC_URL" in done.stdout + done.stderr


def test_an_address_without_tls_is_warned_about_in_production_only() -> None:
    plain = PRODUCTION | {"PUBLIC_URL": "http://dondoc.example"}
    done = run("manage.py", "check", env=plain)
    assert (done.returncode, "config.W001" in done.stderr) == (0, True)
    assert run("manage.py", "check", "--fail-level", "WARNING", env=plain).returncode != 0
    assert "config.W001" not in run("manage.py", "check", env={"PUBLIC_URL": "http://localhost:8001"}).stderr


def test_the_demo_is_refused_on_a_real_database() -> None:
    done = run("manage.py", "check", env=PRODUCTION | {"DONDOC_DEMO": "1"})
    assert done.returncode != 0
    assert "mật khẩu công khai" in done.stderr


def test_a_real_installation_without_a_secret_key_does_not_start() -> None:
    done = run("manage.py", "check", "--deploy", env=PRODUCTION | {"SECRET_KEY": ""})
    assert done.returncode != 0


def test_tls_is_enforced_only_where_the_address_says_so() -> None:
    assert value_of("SECURE_SSL_REDIRECT", PRODUCTION) == "True"
    assert value_of("SESSION_COOKIE_SECURE", PRODUCTION) == "True"
    plain = PRODUCTION | {"PUBLIC_URL": "http://dondoc.example"}
    assert value_of("SECURE_HSTS_SECONDS", plain) == "0"
    assert value_of("SESSION_COOKIE_SECURE", plain) == "False"


def test_letters_wait_for_office_hours_except_in_the_demo() -> None:
    assert value_of("REMINDERS['opens']", PRODUCTION) == "07:30"
    assert value_of("REMINDERS['working_days_only']", {}) == "False"


def test_the_mail_server_is_read_from_its_address() -> None:
    assert value_of("MAILERS['default']['OPTIONS']['host']", PRODUCTION) == "mail.invalid"
    assert value_of("MAILERS['default']['OPTIONS']['use_tls']", PRODUCTION) == "True"


def test_a_page_allows_no_inline_code_and_no_framing(client: Client, db: None) -> None:
    policy = client.get("/suc-khoe/").headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


def test_a_stranger_is_sent_to_the_login_page(client: Client, db: None) -> None:
    response = client.get("/quan-tri/")
    assert response.status_code == 302
    assert "dang-nhap" in response["Location"] or "login" in response["Location"]


@pytest.mark.parametrize("text", ["05/09/2022", "5/9/2022", "2022-09-05"])
def test_dates_are_read_day_first(text: str) -> None:
    from datetime import date

    from django import forms

    assert forms.DateField().clean(text) == date(2022, 9, 5)
