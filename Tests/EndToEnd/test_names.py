"""Whose organization or project a name means on the command line: nobody's who registered over HTTP."""

import json
from pathlib import Path
from typing import Any

import pytest
from iafa_server import PASSWORD, Account, Server, iafa, running


class Stranger:
    """Somebody who registered and calls things what others may call theirs."""

    def __init__(self, server: Server) -> None:
        body = {"email": "mallory@example.com", "password": PASSWORD, "organization_name": "Acme"}
        answer = server.client.post("/api/v1/auth/register", body).must_be(201).json()
        self.organization_id: str = answer["organization"]["id"]
        client = server.client.with_headers(Authorization=f"Bearer {answer['access_token']}")
        self.project_id: str = client.post(
            "/api/v1/projects", {"name": "shop", "retention_days": None}
        ).must_be(201).json()["id"]


@pytest.fixture
def stranger(data_dir: Path) -> Stranger:
    with running(data_dir) as server:
        return Stranger(server)


@pytest.fixture
def visits(tmp_path: Path) -> Path:
    file = tmp_path / "visits.csv"
    file.write_text("event_type,user_id,timestamp\nview,ada,2026-05-17\n")
    return file


def organizations(data_dir: Path) -> dict[str, dict[str, Any]]:
    records = json.loads((data_dir / "metadata" / "organizations.json").read_text())["records"]
    return {record["id"]: record for record in records}


def projects(data_dir: Path) -> dict[str, dict[str, Any]]:
    listed = json.loads(iafa("project", "list", "--json", data_dir=data_dir).must_succeed().stdout)["projects"]
    return {project["id"]: project for project in listed}


def test_a_strangers_organization_is_not_meant_by_its_name(data_dir: Path, stranger: Stranger) -> None:
    make = ["project", "create", "app", "--organization"]
    refused = iafa(*make, "Acme", data_dir=data_dir).must_fail().stderr
    assert stranger.organization_id in refused and "id" in refused
    user = ["user", "create", "--email", "ada@example.com", "--organization"]
    assert stranger.organization_id in iafa(*user, "Acme", data_dir=data_dir).must_fail().stderr
    assert len(organizations(data_dir)[stranger.organization_id]["members"]) == 1
    assert set(projects(data_dir)) == {stranger.project_id}
    # By its id it is.
    iafa(*make, stranger.organization_id, data_dir=data_dir).must_succeed()
    iafa(*user, stranger.organization_id, data_dir=data_dir).must_succeed()
    assert len(organizations(data_dir)[stranger.organization_id]["members"]) == 2


def test_a_strangers_project_gets_no_events_by_its_name(data_dir: Path, stranger: Stranger, visits: Path) -> None:
    importing = ["import", visits, "--project"]
    for arguments in (["shop"], ["shop", "--create"]):
        assert stranger.project_id in iafa(*importing, *arguments, data_dir=data_dir).must_fail().stderr
    # To read it, its name will do.
    question = ["funnel", "--stages", "view,buy", "--project"]
    iafa(*question, "shop", data_dir=data_dir).must_succeed()
    iafa(*importing, stranger.project_id, data_dir=data_dir).must_succeed()


def test_what_import_makes_is_in_no_strangers_organization(data_dir: Path, stranger: Stranger, visits: Path) -> None:
    iafa("import", visits, "--project", "web", "--create", data_dir=data_dir).must_succeed()
    [made] = [project for project in projects(data_dir).values() if project["name"] == "web"]
    assert made["organization"] == "Default"
    [default] = [one for one in organizations(data_dir).values() if one["name"] == "Default"]
    assert default["origin"] == "command_line" and default["id"] != stranger.organization_id


def test_what_the_command_line_made_is_meant_whatever_strangers_call_theirs(data_dir: Path, visits: Path) -> None:
    making = ["project", "create", "shop", "--organization", "Acme", "--retention-days", "3650"]
    iafa(*making, data_dir=data_dir).must_succeed()
    with running(data_dir) as server:
        stranger = Stranger(server)
        Account(server, "eve@example.com").project("shop")
    iafa("import", visits, "--project", "shop", "--create", data_dir=data_dir).must_succeed()
    iafa("project", "create", "app", "--organization", "Acme", data_dir=data_dir).must_succeed()
    answer = iafa("funnel", "--project", "shop", "--stages", "view,buy", "--json", data_dir=data_dir).must_succeed()
    assert json.loads(answer.stdout)["stages"][0]["users"] == 1
    [app] = [project for project in projects(data_dir).values() if project["name"] == "app"]
    assert app["organization"] == "Acme"
    assert len(organizations(data_dir)[stranger.organization_id]["members"]) == 1


def test_a_file_of_before_is_read(data_dir: Path) -> None:
    iafa("project", "create", "shop", "--organization", "Acme", data_dir=data_dir).must_succeed()
    file = data_dir / "metadata" / "organizations.json"
    document = json.loads(file.read_text())
    [organization] = document["records"]
    assert organization.pop("origin") == "command_line"
    file.write_text(json.dumps(document))
    assert "shop" in iafa("project", "list", data_dir=data_dir).must_succeed().stdout
    # Nobody knows who made it, so only its id says that it is meant.
    refused = iafa("project", "create", "app", "--organization", "Acme", data_dir=data_dir).must_fail().stderr
    assert organization["id"] in refused
    iafa("project", "create", "app", "--organization", organization["id"], data_dir=data_dir).must_succeed()
