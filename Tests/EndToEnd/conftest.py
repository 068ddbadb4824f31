"""Fixtures: a server of its own for each test file, and what most tests need of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from iafa_server import BINARY, Account, Project, Server, running


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
