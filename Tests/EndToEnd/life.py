"""A small life of a server, in which every kind of file operation comes: what is sent in it, and what must be there
afterwards, whatever happened.

It begins from a copy of a directory (`Template`) that leaves a start much to do: three days to be merged, one of them
with late events, one in steps; a day over its retention; a torn journal; files that were never finished; enough runs of
event ids to be merged with the next.
"""

import http.client
import json
import re
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faults import Fault, FaultyDisk
from http_client import Client, Reply
from iafa_server import Account, EndedEarly, Project, Server, iafa, running, wait_until
from parquet_files import event_files, ids_by_pyarrow
from times import ago, day, wire

TYPE = "ping"
OLD = 40
RETENTION = 30
# A flush at the next tick for each hundred events.
OPTIONS = ("--flush-events", "100", "--flush-interval-seconds", "1")
SECONDS = 60
ALWAYS = ("--compaction-interval-seconds", "1")
ONCE = ("--compaction-interval-seconds", "86400")


def events(tag: str, per_day: dict[int, int], filling: int = 0) -> list[dict[str, Any]]:
    """Events with an id and a person each, by how many days ago they happened."""
    return [
        {
            "event_id": f"{tag}-{days}-{number}",
            "event_type": TYPE,
            "user_id": f"{tag}-{days}-{number}",
            "timestamp": wire(ago(days=days)),
            "properties": {"filling": "x" * filling},
        }
        for days, count in per_day.items()
        for number in range(count)
    ]


REFUSED = {"event_type": "", "user_id": "u"}


def metric(server: Server, name: str) -> int:
    client = server.client
    text = client.get("/metrics").body.decode()
    client.close()
    found = re.search(rf"^{name} (\d+)", text, re.MULTILINE)
    assert found, f"there is no {name}"
    return int(found[1])


@dataclass(frozen=True)
class Template:
    """A data directory to begin from; `shop` has events, `gone` is to be deleted, `fresh` is empty."""

    folder: Path
    access_token: str
    shop: Project
    gone: Project
    fresh: Project
    stored: list[dict[str, Any]]

    @classmethod
    def make(cls, folder: Path) -> "Template":
        stored: list[dict[str, Any]] = []
        with running(folder, *OPTIONS, *ONCE) as server:
            account = Account(server, "ada@example.com")
            shop = account.project("shop", retention_days=None)
            gone, fresh = account.project("gone"), account.project("fresh")
            account.funnel(shop, "a", "b")
            account.client.close()
            gone.sender(server).post("/api/v1/track/batch", {"events": events("gone", {0: 10})}).must_be(200)

            def send(tag: str, per_day: dict[int, int]) -> None:
                sent = events(tag, per_day)
                shop.sender(server).post("/api/v1/track/batch", {"events": sent}).must_be(200)
                stored.extend(sent)

            def is_settled() -> bool:
                return metric(server, "iafa_archived_event_ids") == len(stored) + 10

            send("first", {OLD: 5, 2: 40, 0: 400})
            wait_until(is_settled, server)
            assert server.stop() == 0
            iafa("compact", data_dir=folder).must_succeed()
            server.start()
            for number in range(13):
                send(f"late{number}", {3: 65, 2: 30, 0: 5})
                wait_until(is_settled, server)
            path = f"/api/v1/projects/{shop.id}"
            account.client.request("PATCH", path, {"retention_days": RETENTION}).must_be(200)
            send("waiting", {0: 3})
            server.kill()
        newest = max((folder / "journal").iterdir())
        newest.write_bytes(newest.read_bytes() + b"torn")
        next(folder.rglob("*.part-*.parquet")).with_suffix(".parquet.tmp").write_bytes(b"torn")
        kept = [event for event in stored if not event["event_id"].startswith(f"first-{OLD}-")]
        return cls(folder, account.registration["access_token"], shop, gone, fresh, kept)


@dataclass
class Life:
    """What one server lives through, and what it said of it.

    `is_patient`: Whether a request that is answered 503 is sent again until it isn't, as a client does.
    """

    template: Template
    data_dir: Path
    is_patient: bool = False
    variables: dict[str, str] = field(default_factory=dict)
    acknowledged: list[dict[str, Any]] = field(default_factory=list)
    acknowledged_fresh: list[dict[str, Any]] = field(default_factory=list)
    funnels: list[str] = field(default_factory=list)
    is_deleted: bool = False
    has_refused_to_start: bool = False
    refusals: list[Reply] = field(default_factory=list)

    def __post_init__(self) -> None:
        shutil.copytree(self.template.folder, self.data_dir)
        self.server = Server(self.data_dir, *OPTIONS, *(ALWAYS if self.is_patient else ONCE), variables=self.variables)
        shop_files = event_files(self.data_dir, self.template.shop.id)
        old = tuple(f"events_{day(ago(days=days))}" for days in (OLD, 2, 3))
        # What the maintenance of the first minute removes.
        self.doomed = [
            path
            for path in shop_files
            if path.name.startswith(old[:1]) or path.name.startswith(old) and ".part-" in path.name
        ]
        assert len(self.doomed) == 27
        self.first = events("new", {3: 20, 1: 30, 0: 50}, filling=1_000)
        self.second = events("newer", {1: 50, 0: 50}, filling=1_000)
        self.fresh = events("fresh", {0: 20})

    @property
    def person(self) -> Client:
        return self.server.client.with_headers(Authorization=f"Bearer {self.template.access_token}")

    def run(self) -> None:
        """Lives it up to the stop; ends early where the server dies. The server must have been started."""
        try:
            self.send(self.template.shop, self.first, self.acknowledged, [REFUSED, *self.template.stored[:5]])
            wait_until(self.is_flushed, self.server)
            body = {
                "project_id": self.template.shop.id,
                "name": "new",
                "stages": [{"event_type": "b"}, {"event_type": "c"}],
            }
            self.funnels.append(self.ask(self.person, "POST", "/api/v1/funnels", body, 201).json()["id"])
            self.send(self.template.fresh, self.fresh, self.acknowledged_fresh, [])
            self.send(self.template.shop, self.second, self.acknowledged, [REFUSED, *self.first[:5]])
            wait_until(self.is_flushed, self.server)
            wait_until(self.is_tidy, self.server)
            self.ask(self.person, "DELETE", f"/api/v1/projects/{self.template.gone.id}", None, 204, 404)
            self.is_deleted = True
        except (OSError, http.client.HTTPException):
            # It was killed.
            self.server.process.wait(SECONDS)
        else:
            self.server.stop(30)

    def send(
        self,
        project: Project,
        sent: list[dict[str, Any]],
        acknowledged: list[dict[str, Any]],
        more: list[dict[str, Any]],
    ) -> None:
        """Sends events with some that are refused or were sent before, and takes note that they were acknowledged."""
        client = project.sender(self.server)
        answer = self.ask(client, "POST", "/api/v1/track/batch", {"events": sent + more}, 200).json()
        assert answer["accepted"] + answer["duplicates"] + len(answer["rejected"]) == len(sent) + len(more), answer
        assert len(answer["rejected"]) == more.count(REFUSED), answer
        acknowledged.extend(sent)

    def ask(self, client: Client, method: str, path: str, body: Any, *statuses: int) -> Reply:
        until = time.monotonic() + SECONDS
        while True:
            reply = client.request(method, path, body)
            if reply.status != 503 or not self.is_patient or time.monotonic() > until:
                client.close()
                return reply.must_be(*statuses)
            self.refusals.append(reply)
            time.sleep(0.02)

    def is_flushed(self) -> bool:
        return metric(self.server, "iafa_buffer_events") == 0 and metric(self.server, "iafa_journal_bytes") < 64 << 10

    def is_tidy(self) -> bool:
        """Whether the days of before are merged and the old one has gone."""
        if self.server.process.poll() is not None:
            raise ConnectionError
        names = [path.name for path in event_files(self.data_dir, self.template.shop.id)]
        if self.is_patient:
            # A merge that failed halfway leaves parts of which so few are no reason to merge a day again soon.
            old, merged = f"events_{day(ago(days=OLD))}", f"events_{day(ago(days=3))}"
            # One that could not be removed is not looked at, and goes at the next start.
            left = [path for path in self.doomed if path.name.startswith(merged) and path.exists()]
            return len(left) <= 1 and f"{merged}.parquet" in names and not any(n.startswith(old) for n in names)
        return not any(path.exists() for path in self.doomed)

    # MARK: what must be there

    def check(self) -> None:
        """A server on a good disk takes over, everything is sent again, and all is there once."""
        self.server = Server(self.data_dir, *OPTIONS, *ONCE)
        self.server.start()
        try:
            self.check_answers()
        except BaseException:
            self.server.kill()
            raise
        assert self.server.stop() == 0
        self.check_files()

    def check_answers(self) -> None:
        template = self.template
        shop, fresh = template.shop.sender(self.server), template.fresh.sender(self.server)
        known = template.stored + self.acknowledged
        self.must_take(shop, known, duplicates=len(known))
        self.must_take(fresh, self.acknowledged_fresh, duplicates=len(self.acknowledged_fresh))
        self.must_take(shop, self.first + self.second)
        self.must_take(fresh, self.fresh)
        person = self.person
        stages = [{"event_type": TYPE}, {"event_type": TYPE}]
        question = {
            "project_id": template.shop.id,
            "stages": stages,
            "start_date": day(ago(days=RETENTION)),
            "end_date": day(ago(days=-1)),
            "conversion_window_seconds": 20 * 86_400,
        }
        answer = person.post("/api/v1/analytics/funnel", question).must_be(200).json()
        # The second step counts what is there twice.
        assert [stage["users"] for stage in answer["stages"]] == [len(self.all_events), 0]
        for funnel in self.funnels:
            person.get(f"/api/v1/funnels/{funnel}").must_be(200)
        self.check_ingestion(person)
        path = f"/api/v1/projects/{template.gone.id}"
        person.get(path).must_be(*((404,) if self.is_deleted else (200, 404)))
        person.request("DELETE", path).must_be(204, 404)
        for client in (shop, fresh, person):
            client.close()

    def must_take(self, client: Client, sent: list[dict[str, Any]], duplicates: int | None = None) -> None:
        answer = client.post("/api/v1/track/batch", {"events": sent}).must_be(200).json() if sent else None
        if answer is not None:
            assert answer["accepted"] + answer["duplicates"] == len(sent), answer
            assert duplicates is None or answer["duplicates"] == duplicates, answer

    def check_ingestion(self, person: Client) -> None:
        """Accepted events are counted exactly, whatever happened."""
        path = f"/api/v1/projects/{self.template.shop.id}/ingestion"
        hours = person.get(f"{path}?start={day(ago(days=1))}&end={day(ago(days=-1))}").must_be(200).json()["hours"]
        # Those over their retention were accepted, too.
        assert sum(hour["accepted"] for hour in hours) == len(self.all_events) + 5

    @property
    def all_events(self) -> list[dict[str, Any]]:
        return self.template.stored + self.first + self.second

    def check_files(self) -> None:
        report = json.loads(iafa("verify", "--json", data_dir=self.data_dir).must_succeed().stdout)
        assert (report["damages"], report["warnings"]) == ([], []), report
        assert report["events"] == len(self.all_events) + len(self.fresh), report
        for project, expected in ((self.template.shop, self.all_events), (self.template.fresh, self.fresh)):
            assert sorted(ids_by_pyarrow(self.data_dir, project.id)) == sorted(e["event_id"] for e in expected)
        below = list(self.data_dir.rglob("*"))
        names = {str(path.relative_to(self.data_dir)) for path in below}
        left = [name for name in names if name.endswith((".tmp", ".damaged")) or "/removed-" in name]
        assert not left, left
        assert not [name for name in names if self.template.gone.id in name and "/" in name]
        assert not [p for p in below if p.is_dir() and "events" in p.parts and not any(p.iterdir())], "an empty folder"
        index = json.loads((self.data_dir / "index/event_ids/runs.json").read_text())
        runs = {path.name for path in (self.data_dir / "index/event_ids").glob("*.run")}
        assert runs == set(index["runs"])
        assert len(list((self.data_dir / "journal").iterdir())) <= 2


SIGKILL = -9


def live(template: Template, folder: Path, library: Path, fault: Fault | None, is_patient: bool = False) -> Life:
    """A life on a disk with a fault: up to the kill, or to the stop."""
    data_dir = folder / "data"
    life = Life(template, data_dir, is_patient, FaultyDisk(library, data_dir, fault).environment)
    try:
        if start(life):
            life.run()
    except BaseException:
        if life.server.process.poll() is None:
            life.server.kill()
        raise
    return life


def start(life: Life) -> bool:
    """Starts a life's server, once more where the disk refused; tells whether it lives."""
    try:
        life.server.start()
    except EndedEarly as error:
        if error.exit_code == SIGKILL:
            return False
        if not life.is_patient:
            raise
        # One line says why; the next start finds a disk that is well.
        assert error.exit_code == 1, error
        assert [line.startswith("iafa: ") for line in error.log.splitlines()].count(True) == 1, error
        assert "Input/output error" in error.log.splitlines()[-1], error
        life.has_refused_to_start = True
        life.server = Server(life.data_dir, *OPTIONS, *ALWAYS)
        life.server.start()
    return True
