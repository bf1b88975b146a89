"""Setting up a machine: what it says when something is missing, and that a copy of the assets is exact."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from config import embedded, supervise, vendor
from config.embedded import EmbeddedError


def bare_copy(tmp_path: Path) -> Path:
    """A project folder without .venv, and a PATH on which only the plainest tools exist."""
    project = tmp_path / "project"
    (project / "config").mkdir(parents=True)
    shutil.copy(embedded.PROJECT / "config" / "bootstrap.sh", project / "config")
    shutil.copy(embedded.PROJECT / ".python-version", project)
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("sh", "dirname", "basename", "cat", "cksum", "rm", "tail", "grep", "id", "uname", "mkdir"):
        (tools / tool).symlink_to(shutil.which(tool) or tool)
    return project


def bootstrap(project: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [shutil.which("sh") or "sh", "config/bootstrap.sh"],
        cwd=project,
        env={"PATH": str(project.parent / "bin"), "HOME": str(project), **env},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(
    any(Path("/usr/bin", f"python3.1{minor}").exists() for minor in (2, 3, 4))
    or any(Path("/usr/local/bin", f"python3.1{minor}").exists() for minor in (2, 3, 4)),
    reason="this machine has a fit Python at a fixed place",
)
def test_without_a_fit_python_the_remedy_is_named(tmp_path: Path) -> None:
    project = bare_copy(tmp_path)
    shim = tmp_path / "bin" / "python3.13"
    shim.write_text("#!/bin/sh\necho 'version not installed' >&2\nexit 127\n")
    shim.chmod(0o755)
    done = bootstrap(project)
    assert done.returncode == 1
    assert "Python 3.12–3.14" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_an_unfit_python_that_was_asked_for_is_refused(tmp_path: Path) -> None:
    done = bootstrap(bare_copy(tmp_path), PYTHON="/bin/false")
    assert done.returncode == 1
    assert "PYTHON=/bin/false" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_script_is_plain_posix_shell() -> None:
    script = (embedded.PROJECT / "config" / "bootstrap.sh").read_text(encoding="utf-8")
    assert "[[" not in script.replace("[[:", "")
    assert subprocess.run(["sh", "-n", "config/bootstrap.sh"], cwd=embedded.PROJECT, check=False).returncode == 0


def test_a_busy_port_is_named_with_a_free_one_to_try() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with pytest.raises(EmbeddedError, match=f"Cổng {port} đang có chương trình khác dùng"):
            supervise.claim_port(port, patience=0)


@pytest.mark.parametrize("text", ["abc", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("PORT", text)
    with pytest.raises(EmbeddedError, match="không phải số cổng"):
        supervise.wanted_port()


def test_vendor_copies_exactly_the_listed_files_without_source_maps(tmp_path: Path) -> None:
    modules = tmp_path / "node_modules"
    for source in vendor.FILES:
        (modules / source).parent.mkdir(parents=True, exist_ok=True)
        (modules / source).write_bytes(b"a{}\n/*# sourceMappingURL=a.css.map */\n")
    target = tmp_path / "vendor"
    target.mkdir()
    (target / "old.css").touch()
    vendor.copy(modules, target)
    found = {str(path.relative_to(target)) for path in target.rglob("*") if path.is_file()}
    assert found == set(vendor.FILES.values())
    assert b"sourceMappingURL" not in (target / "tabler.min.css").read_bytes()


def test_vendor_changes_nothing_when_a_file_is_missing(tmp_path: Path) -> None:
    target = tmp_path / "vendor"
    target.mkdir()
    (target / "kept.css").touch()
    with pytest.raises(FileNotFoundError):
        vendor.copy(tmp_path / "nothing", target)
    assert (target / "kept.css").exists()


def test_lock_files_name_no_address() -> None:
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-node.txt", "deno.lock"):
        assert "://" not in (embedded.PROJECT / name).read_text(encoding="utf-8"), name
    assert '"resolved"' not in (embedded.PROJECT / "package-lock.json").read_text(encoding="utf-8")


def test_manage_py_without_libraries_says_what_to_do(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-S", "-E", "manage.py", "check"],
        cwd=embedded.PROJECT,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "make setup" in done.stderr
    assert "Traceback" not in done.stderr
