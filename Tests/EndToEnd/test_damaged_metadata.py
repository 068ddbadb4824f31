"""A metadata document that can't be read: said as a fault of the disk, not of the client, and by a start at once."""

from pathlib import Path

import pytest
from iafa_server import Account, iafa, running


@pytest.mark.parametrize("document", ["api_keys", "projects", "users", "organizations"])
def test_a_damaged_document_is_no_fault_of_the_client(data_dir: Path, document: str) -> None:
    path = data_dir / "metadata" / f"{document}.json"
    event = {"event_type": "a", "user_id": "u"}
    with running(data_dir) as server:
        account = Account(server, "ada@example.com")
        project = account.project("shop")
        project.sender(server).post("/api/v1/track", event).must_be(200)
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        reply = server.client.get("/health/ready").must_be(503)
        assert "metadata" in reply.json()["error"]["message"]
        asked = (
            project.sender(server).post("/api/v1/track", event)
            if document in ("api_keys", "projects")
            else account.client.get("/api/v1/projects")
        )
        assert asked.must_be(503).headers["retry-after"]
        assert asked.error_codes == {"storage_unavailable"}
        path.write_bytes(whole)
        server.client.get("/health/ready").must_be(200)
        project.sender(server).post("/api/v1/track", event).must_be(200)
        account.client.get("/api/v1/projects").must_be(200)
        assert server.stop() == 0
    path.write_bytes(b"{")
    before = {file: file.read_bytes() for file in (data_dir / "metadata").glob("*.json")}
    for refused in (iafa("serve", "--port", "0", data_dir=data_dir), iafa("compact", data_dir=data_dir)):
        assert refused.exit_code == 1
        [line] = refused.stderr.strip().splitlines()
        assert f"{document}.json' is damaged" in line
    assert before == {file: file.read_bytes() for file in (data_dir / "metadata").glob("*.json")}
