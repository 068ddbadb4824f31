"""Fixtures: a server of its own for each test file, and what most tests need of it."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from faults import FaultyDisk, Line, build_library
from iafa_server import BINARY, Account, Project, Server, iafa, running
from life import Template, live
from load import event
from times import ago, wire


def pytest_sessionstart() -> None:
    if not BINARY.exists():
        pytest.exit(f"there is no {BINARY}; run: make test", returncode=1)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("server") / "data") as server:
        yield server


@pytest.fixture(scope="module")
def account(server: Server) -> Account:
    return Account(server, "ada@example.com")


@pytest.fixture
def project(account: Account) -> Project:
    return account.project("shop")


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with 400 day files and something in the journal."""
    folder = tmp_path_factory.mktemp("year")
    file = folder / "year.csv"
    rows = [f"a,u{number},{wire(ago(days=number))}" for number in range(400)]
    file.write_text("\n".join(["event_type,user_id,timestamp", *rows]))
    iafa("import", file, "--project", "shop", "--create", data_dir=folder / "data").must_succeed()
    with running(folder / "data", "--flush-interval-seconds", "3600") as server:
        project = Account(server, "ada@example.com").project("blog")
        project.sender(server).post("/api/v1/track", event("one", Random(1))).must_be(200)
        server.kill()
    return folder / "data"


@pytest.fixture(scope="session")
def whole(year: Path) -> Path:
    """A backup of it."""
    backup = year.with_name("backup")
    iafa("backup", backup, data_dir=year).must_succeed()
    return backup


@pytest.fixture
def backup(whole: Path, tmp_path: Path) -> Path:
    """A backup of one's own."""
    return Path(shutil.copytree(whole, tmp_path / "backup"))


@pytest.fixture(scope="session")
def fault_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What brings faults of the disk about."""
    if sys.platform != "linux":
        pytest.skip("faults are put in front of Linux' C library")
    return build_library(tmp_path_factory.mktemp("faults"))


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """The directory that lives with faults begin with."""
    return Template.make(tmp_path_factory.mktemp("template") / "data")


@pytest.fixture(scope="session")
def trace(template: Template, fault_library: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Line]:
    """What a life without faults does, which must be well itself."""
    life = live(template, tmp_path_factory.mktemp("trace"), fault_library, None)
    assert life.is_deleted and life.server.process.returncode == 0, life.server.last_log()
    operations = FaultyDisk(fault_library, life.data_dir).trace()
    life.check()
    return operations
