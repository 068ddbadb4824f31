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


@pytest.mark.parametrize(
    ("arguments", "variables", "told"),
    [
        (["serve", "--flush-events", "5"], {}, "--flush-events must be 100 to 1000000, not 5"),
        (["serve", "--compression", "lz4"], {}, "--compression must be one of snappy, zstd, not 'lz4'"),
        (["serve"], {"IAFA_FLUSH_EVENTS": "5"}, "--flush-events (IAFA_FLUSH_EVENTS) must be 100 to 1000000, not 5"),
        (["serve"], {"IAFA_PORT": "x"}, "--port (IAFA_PORT) must be a whole number, not 'x'"),
        (["serve"], {"IAFA_DEMO": "maybe"}, "--demo (IAFA_DEMO) must be true or false, not 'maybe'"),
        (["serve", "--config", "{config}"], {}, "--port (port in the file) must be 0 to 65535, not 70000"),
        (["serve", "--port", "many"], {}, "--port"),
        (["serve", "--prot", "1"], {}, "--prot"),
        (["import", "x.csv"], {}, "--project"),
        (["import"], {}, "files"),
        (["import", "x.csv", "--project", "x", "--format", "xml"], {}, "--format must be one of csv, jsonl, parquet"),
        (["project", "create", "x", "--organization", "y", "--timezone", "Moon"], {}, "--timezone must be"),
    ],
)
def test_wrong_usage_is_one_line_that_names_the_flag_and_where_to_look(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    variables: dict[str, str],
    told: str,
) -> None:
    file = tmp_path / "iafa.json"
    file.write_text(json.dumps({"port": 70000}))
    monkeypatch.setattr("iafa_server.environment", lambda: variables)
    finished = iafa(*[argument.replace("{config}", str(file)) for argument in arguments]).must_fail(exit_code=64)
    line, pointer = finished.stderr.splitlines()
    assert told in line, finished
    command = " ".join(arguments[:2] if arguments[0] == "project" else arguments[:1])
    assert f"'iafa {command} --help'" in pointer


def test_filters_come_from_flags_the_environment_and_the_file(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = ["view,a,2026-05-17 10:00:00,ios,5", "buy,a,2026-05-17 11:00:00,ios,5", "view,b,2026-05-17 10:00:00,web,9"]
    rows += ["buy,b,2026-05-17 11:00:00,web,9", "view,c,2026-05-17 10:00:00,a;b,9"]
    file = tmp_path / "x.csv"
    file.write_text("event_type,user_id,timestamp,platform,price\n" + "\n".join(rows) + "\n")
    iafa("import", file, "--project", "shop", "--create", data_dir=data_dir).must_succeed()
    config = tmp_path / "iafa.json"

    def users(*arguments: str, environment: str | None = None) -> list[int]:
        monkeypatch.setattr(
            "iafa_server.environment", lambda: {} if environment is None else {"IAFA_FILTER": environment}
        )
        question = ["funnel", "--project", "shop", "--stages", "view,buy", "--json", *arguments]
        answer = json.loads(iafa(*question, data_dir=data_dir).must_succeed().stdout)
        return [stage["users"] for stage in answer["stages"]]

    assert users() == [3, 2]
    assert users(environment="platform=ios") == [1, 1]
    assert users(environment=" platform!=ios; 2:price>=10 ;") == [2, 0]
    assert users("--filter", "price>=9", environment="platform=ios") == [2, 1]
    config.write_text(json.dumps({"filter": ["platform=a;b"]}))
    assert users("--config", str(config)) == [1, 0]
    config.write_text(json.dumps({"filter": ["platform!=ios", "2:price<9"]}))
    assert users("--config", str(config)) == [2, 0]
    assert users("--config", str(config), environment="platform=ios") == [1, 1]
    config.write_text(json.dumps({"filter": "platform=web"}))
    assert users("--config", str(config)) == [1, 1]


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


def test_flags_count_more_than_the_environment_and_that_more_than_the_file(data_dir: Path, tmp_path: Path) -> None:
    file = tmp_path / "iafa.json"
    file.write_text(json.dumps({"port": 1, "log_format": "json", "log_level": "critical"}))
    variables = {"IAFA_PORT": "2", "IAFA_LOG_LEVEL": "info"}
    with running(data_dir, "--config", str(file), variables=variables) as server:
        # What the command says to people stands between the log's lines.
        logged = [json.loads(line) for line in server.log.read_text().splitlines() if line.startswith("{")]
    assert logged and all({"time", "level", "message"} <= set(line) for line in logged)


def test_a_misspelt_setting_is_refused(data_dir: Path, tmp_path: Path) -> None:
    file = tmp_path / "iafa.json"
    file.write_text(json.dumps({"prot": 1}))
    assert "prot" in iafa("project", "list", "--config", file, data_dir=data_dir).must_fail().stderr
