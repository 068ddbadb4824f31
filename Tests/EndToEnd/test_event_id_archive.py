"""The archive of event ids while a server runs: damaged or removed, no event counts twice and none is lost."""

import shutil
from pathlib import Path

import pytest
from iafa_server import Account, running, wait_until
from parquet_files import ids_by_pyarrow

FAST = ("--flush-events", "100", "--flush-interval-seconds", "1", "--compaction-interval-seconds", "3600")
COUNT = 2_000


@pytest.mark.parametrize("damage", ["cut", "emptied", "removed"])
def test_damage_under_a_running_server_changes_no_verdict(data_dir: Path, damage: str) -> None:
    events = [{"event_id": f"e{number}", "event_type": "a", "user_id": "u"} for number in range(COUNT)]
    archive = data_dir / "index" / "event_ids"
    with running(data_dir, *FAST) as server:
        project = Account(server, "ada@example.com").project("shop")
        sender = project.sender(server)
        sender.post("/api/v1/track/batch", {"events": events}).must_be(200)
        wait_until(lambda: any(archive.glob("*.run")), server)
        for run in archive.glob("*.run"):
            if damage != "removed":
                run.write_bytes(run.read_bytes()[:16] if damage == "cut" else b"")
        if damage == "removed":
            shutil.rmtree(data_dir / "index")

        def answered() -> bool:
            reply = sender.post("/api/v1/track/batch", {"events": events})
            # Refused where nobody can tell, never taken for new.
            assert reply.status in (200, 503), reply.status
            return reply.status == 200 and reply.json()["duplicates"] == COUNT

        wait_until(answered, server)
        more = [{"event_id": f"f{number}", "event_type": "a", "user_id": "u"} for number in range(COUNT)]
        assert sender.post("/api/v1/track/batch", {"events": more}).must_be(200).json()["accepted"] == COUNT
        wait_until(lambda: any(archive.glob("*.run")), server)
        assert server.stop() == 0
        server.start()
        again = [project.sender(server).post("/api/v1/track/batch", {"events": part}) for part in (events, more)]
        assert [reply.must_be(200).json()["duplicates"] for reply in again] == [COUNT, COUNT]
        stored = ids_by_pyarrow(data_dir, project.id)
        assert len(stored) == len(set(stored)) == 2 * COUNT
