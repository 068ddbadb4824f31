"""The commands that need no server, and one data directory's only writer."""

import json
from pathlib import Path

import pytest
from iafa_server import PASSWORD, Server, iafa, running


def test_version_and_help() -> None:
    assert iafa("version").must_succeed().stdout.strip()
    for command in ("serve", "import", "export", "funnel", "compact", "verify", "backup", "restore", "user", "project"):
        assert iafa(command, "--help").must_succeed().stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["brew"],
        ["serve", "--prot", "1"],
        ["serve", "--port", "many"],
        ["serve", "--port", "70000"],
        ["import"],
        ["funnel", "--project", "x"],
    ],
)
def test_bad_usage_ends_with_64(arguments: list[str]) -> None:
    finished = iafa(*arguments).must_fail(exit_code=64)
    assert finished.stderr and not finished.stdout


def test_a_user_and_a_project_made_without_a_server(data_dir: Path) -> None:
    create = (
        "user",
        "create",
        "--email",
        "ada@example.com",
        "--organization",
        "Analytical Engines",
        "--password-stdin",
    )
    iafa(*create, data_dir=data_dir, stdin=PASSWORD + "\n").must_succeed()
    iafa(*create, data_dir=data_dir, stdin=PASSWORD + "\n").must_fail()
    iafa("project", "create", "shop", "--organization", "Analytical Engines", data_dir=data_dir).must_succeed()
    assert "shop" in iafa("project", "list", data_dir=data_dir).must_succeed().stdout

    with running(data_dir) as server:
        credentials = {"email": "ada@example.com", "password": PASSWORD}
        session = server.client.post("/api/v1/auth/login", credentials).must_be(200).json()
        assert session["organization"]["name"] == "Analytical Engines"
        signed_in = server.client.with_headers(Authorization=f"Bearer {session['access_token']}")
        [project] = signed_in.get("/api/v1/projects").must_be(200).json()["projects"]
        assert project["name"] == "shop"


def test_a_data_directory_has_one_writer(data_dir: Path, tmp_path: Path) -> None:
    file = tmp_path / "one.jsonl"
    file.write_text(json.dumps({"event_type": "a", "user_id": "u", "timestamp": "2026-01-01T00:00:00Z"}))
    with running(data_dir):
        second = Server(data_dir)
        with pytest.raises(AssertionError, match="ended with 1"):
            second.start()
        iafa("import", file, "--project", "shop", "--create", data_dir=data_dir).must_fail()
        # Readers may run beside it.
        iafa("project", "list", data_dir=data_dir).must_succeed()


def test_the_server_drains_and_ends_on_sigterm(data_dir: Path) -> None:
    with running(data_dir) as server:
        assert server.stop(seconds=10) == 0


def test_flags_count_more_than_the_environment_and_that_more_than_the_file(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "iafa.json"
    file.write_text(json.dumps({"port": 1, "log_format": "json", "log_level": "critical"}))
    monkeypatch.setattr("iafa_server.environment", lambda: {"IAFA_PORT": "2", "IAFA_LOG_LEVEL": "info"})
    with running(data_dir, "--config", str(file)) as server:
        # What the command says to people stands between the log's lines.
        logged = [json.loads(line) for line in server.log.read_text().splitlines() if line.startswith("{")]
    assert logged and all({"time", "level", "message"} <= set(line) for line in logged)


def test_a_misspelt_setting_is_refused(data_dir: Path, tmp_path: Path) -> None:
    file = tmp_path / "iafa.json"
    file.write_text(json.dumps({"prot": 1}))
    assert "prot" in iafa("project", "list", "--config", file, data_dir=data_dir).must_fail().stderr
