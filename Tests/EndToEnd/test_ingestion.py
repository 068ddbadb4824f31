"""What was refused, and how much came: seen by the project's people, over the ends of a server."""

import os
import time
from pathlib import Path
from typing import Any

import pytest
from iafa_server import Account, Project, Server, running, wait_until
from times import ago, wire


def rejections(account: Account, project: Project, query: str = "") -> dict[str, Any]:
    answer: dict[str, Any] = account.client.get(f"/api/v1/projects/{project.id}/rejections{query}").must_be(200).json()
    return answer


def totals(account: Account, project: Project) -> dict[str, Any]:
    answer = account.client.get(f"/api/v1/projects/{project.id}/ingestion").must_be(200).json()
    counts: dict[str, Any] = answer["totals"]
    return counts


def test_a_stop_keeps_everything_and_a_kill_what_was_accepted(data_dir: Path) -> None:
    with running(data_dir, "--flush-interval-seconds", "1") as server:
        account = Account(server, "ada@example.com")
        project = account.project("shop")
        sender = project.sender(server)
        good = [{"event_type": "a", "user_id": "u", "event_id": f"e{n}"} for n in range(100)]
        bad = [{"event_type": "a", "user_id": n} for n in range(10)]
        sender.post("/api/v1/track/batch", {"events": good + bad}).must_be(200)
        sender.post("/api/v1/track/batch", {"events": good}).must_be(200)
        sender.post("/api/v1/track", raw=b"{").must_be(400)
        before, listed = totals(account, project), rejections(account, project)
        assert (before["accepted"], before["duplicates"], before["rejected"], before["rejected_requests"]) == (
            100,
            100,
            10,
            1,
        )
        assert [entry["code"] for entry in listed["rejections"]] == ["malformed_json"] + ["invalid_type"] * 10
        assert [entry.get("value") for entry in listed["rejections"]] == [None, *map(str, range(9, -1, -1))]

        account.client.close()
        assert server.stop() == 0
        server.start()
        assert totals(account, project) == before
        assert rejections(account, project) == listed

        # Whatever moment it dies in: what was acknowledged is counted, once.
        for life in range(3):
            sender = project.sender(server)
            for number in range(20):
                event = {"event_type": "b", "user_id": "u", "event_id": f"{life}-{number}"}
                sender.post("/api/v1/track", event).must_be(200)
                time.sleep(0.04 * life)
            account.client.close()
            server.kill()
            server.start()
            assert totals(account, project)["accepted"] == 100 + 20 * (life + 1)

        files = [path for path in (data_dir / "ingestion").rglob("*") if path.is_file()]
        assert {path.name for path in files} >= {"rejections.v1.jsonl"}
        assert all(os.stat(path).st_mode & 0o777 == 0o600 for path in files)
        account.client.request("DELETE", f"/api/v1/projects/{project.id}").must_be(204)
        assert not list((data_dir / "ingestion").iterdir())


def test_values_of_refused_events_are_not_in_the_log(data_dir: Path) -> None:
    with running(data_dir, "--log-level", "trace", "--flush-interval-seconds", "1") as server:
        account = Account(server, "ada@example.com")
        project = account.project("shop")
        event = {"event_type": "a", "user_id": "u", "timestamp": "secret-of-ada"}
        project.sender(server).post("/api/v1/track", event).must_be(422)
        assert rejections(account, project)["rejections"][0]["value"] == '"secret-of-ada"'
        wait_until(lambda: list((data_dir / "ingestion").rglob("*.jsonl")), server, seconds=30)
        server.stop()
        assert "secret-of-ada" not in server.log.read_text(errors="replace")


def test_a_read_key_sees_its_project_alone(server: Server, account: Account, project: Project) -> None:
    _, secret = account.api_key(project, "read")
    reader = server.client.with_headers(X_API_Key=secret)
    old = {"event_type": "a", "user_id": "u", "timestamp": wire(ago(days=400))}
    project.sender(server).post("/api/v1/track", old).must_be(422)
    answer = reader.get(f"/api/v1/projects/{project.id}/rejections?code=timestamp_too_old").must_be(200).json()
    assert [entry["field"] for entry in answer["rejections"]] == ["timestamp"]
    assert reader.get(f"/api/v1/projects/{project.id}/ingestion").must_be(200).json()["totals"]["rejected"] == 1
    other = account.project("game")
    for path in ("rejections", "ingestion"):
        reader.get(f"/api/v1/projects/{other.id}/{path}").must_be(404)


@pytest.mark.parametrize("path", ["rejections", "ingestion"])
def test_a_stranger_learns_nothing(server: Server, project: Project, path: str) -> None:
    stranger = Account(server, f"eve-{path}@example.com")
    theirs = stranger.client.get(f"/api/v1/projects/{project.id}/{path}").must_be(404)
    nobodys = stranger.client.get(f"/api/v1/projects/nobodys/{path}").must_be(404)
    assert theirs.error["message"] == nobodys.error["message"]
