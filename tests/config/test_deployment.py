"""What docker-compose.yml and the Dockerfile promise, as far as that shows without an engine."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from config import embedded

COMPOSE = (embedded.PROJECT / "docker-compose.yml").read_text(encoding="utf-8")
DOCKERFILE = (embedded.PROJECT / "Dockerfile").read_text(encoding="utf-8")
OURS = ("web", "worker", "beat")


@pytest.fixture(scope="module")
def services() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE)["services"]
    return loaded


def test_web_worker_and_beat_run_the_same_image(services: dict[str, dict[str, Any]]) -> None:
    assert len({services[name]["image"] for name in OURS}) == 1


@pytest.mark.parametrize("name", [*OURS, "postgres", "redis"])
def test_every_lasting_service_has_a_health_check(services: dict[str, dict[str, Any]], name: str) -> None:
    assert services[name]["healthcheck"]["test"]
    assert services[name]["restart"] == "unless-stopped"


def test_the_application_starts_after_healthy_servers_and_the_migration(services: dict[str, dict[str, Any]]) -> None:
    for name in OURS:
        conditions = {other: what["condition"] for other, what in services[name]["depends_on"].items()}
        assert conditions == {
            "postgres": "service_healthy",
            "redis": "service_healthy",
            "migrate": "service_completed_successfully",
        }


def test_nothing_of_ours_runs_as_root_or_gains_rights(services: dict[str, dict[str, Any]]) -> None:
    for name in (*OURS, "migrate", "redis"):
        assert not services[name]["user"].startswith("0")
    for name in OURS:
        assert services[name]["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in services[name]["security_opt"]
    assert re.findall(r"^USER (.*)$", DOCKERFILE, re.M)[-1] == "dondoc"


def test_data_live_on_named_volumes(services: dict[str, dict[str, Any]]) -> None:
    declared = set(yaml.safe_load(COMPOSE)["volumes"])
    for name in ("postgres", "redis", "web", "worker"):
        assert {volume.split(":")[0] for volume in services[name]["volumes"]} <= declared
    assert services["web"]["volumes"] == services["worker"]["volumes"]


def test_no_secret_has_a_default() -> None:
    named = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE))
    required = set(re.findall(r"\$\{([A-Z_]+):\?", COMPOSE))
    assert named - required == {"PORT", "DONDOC_VERSION", "CLAMD_URL", "METRICS_TOKEN", "CHECK_PUBLIC_URL"}
    assert {"SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD", "EMAIL_URL", "PUBLIC_URL"} <= required
    assert "dondoc-minh-hoa" not in COMPOSE + DOCKERFILE


def test_only_the_web_server_is_reachable_and_only_from_this_machine(services: dict[str, dict[str, Any]]) -> None:
    assert [name for name, service in services.items() if "ports" in service] == ["web"]
    assert all(port.startswith("127.0.0.1:") for port in services["web"]["ports"])


def test_the_image_installs_locked_libraries_and_takes_only_what_exists() -> None:
    assert "--require-hashes -r requirements.txt" in DOCKERFILE
    assert "npm ci --ignore-scripts" in DOCKERFILE
    copied = [
        line.split()[1:-1] for line in DOCKERFILE.splitlines() if line.startswith("COPY") and "--from" not in line
    ]
    for name in (name for names in copied for name in names):
        assert Path(embedded.PROJECT, name).exists(), name
    allowed = {line[1:] for line in Path(embedded.PROJECT, ".dockerignore").read_text().splitlines() if line[0] == "!"}
    assert {name for names in copied for name in names} <= allowed


def test_the_system_packages_are_those_of_the_bootstrap() -> None:
    script = (embedded.PROJECT / "config" / "bootstrap.sh").read_text(encoding="utf-8")
    for package in re.findall(r"lib\S+0\b", DOCKERFILE):
        assert package in script
