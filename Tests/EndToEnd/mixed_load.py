"""A load of every kind that a server has to tell apart, from ids whose fate is known, and what each answer must be."""

import base64
import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from http_client import Client, Reply
from iafa_server import Project, Server
from load import TYPE, Ledger
from times import ago, wire

# How many days ago the events are: the newest days, and days that were merged long before.
RECENT_DAYS = range(4)
LATE_DAYS = range(5, 61, 5)
# New ids a second, of all senders together: what is beyond is sent again.
NEW_IDS_PER_SECOND = 2000
BATCH_SIZES = (2, 5, 20, 60)
# Every kind of load; a run that has not seen one of them proves less than it says.
KINDS = (
    "alone", "in a batch", "by Segment's door", "by PostHog's door", "new", "late, to a day that was merged",
    "again in its batch", "again later", "again after its day was merged", "again without an answer to the first",
    "on two connections at once", "bad",
)  # fmt: skip
# What is wrong with a bad event, by the code that it is refused with.
FAULTS: dict[str, dict[str, Any]] = {
    "required": {"user_id": None},
    "invalid_type": {"user_id": 7},
    "timestamp_in_future": {"timestamp": "2999-01-01T00:00:00Z"},
    "unknown_field": {"colour": "red"},
}


@dataclass
class Planned:
    """An event to be sent."""

    id: str
    days_ago: int
    kind: str
    # The code with which it must be refused; empty for a good one.
    fault: str = ""

    def event(self, random: Random) -> dict[str, Any]:
        """As `/track` takes it; mostly the same however often it is sent, as a device sends it."""
        own = Random(self.id) if random.random() < 0.8 else random
        when = ago(days=self.days_ago) - timedelta(milliseconds=own.randrange(1_000_000))
        properties = {"n": own.randrange(1000), "text": "x" * own.randrange(100)}
        event = {"event_id": self.id, "event_type": TYPE, "user_id": self.id, "timestamp": wire(when)}
        return event | {"properties": properties} | FAULTS.get(self.fault, {})


@dataclass
class Round:
    """What the senders of one life of a server share."""

    name: str
    # The project's ids that were seen in the file of a day.
    merged_ids: list[str] = field(default_factory=list)
    # Sent in an earlier life, and never answered.
    unanswered: list[str] = field(default_factory=list)
    merged_days: set[int] = field(default_factory=set)
    late_days: list[int] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)
    new: int = 0

    @property
    def may_make_more(self) -> bool:
        return self.new < 50 + NEW_IDS_PER_SECOND * (time.monotonic() - self.began)


class MixedLedger(Ledger):
    """Knows of each id what must be answered when it is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.known: list[str] = []
        self.bad: set[str] = set()
        self.kinds: Counter[str] = Counter()
        self.lock = threading.Lock()

    def begin(self, planned: list[Planned]) -> tuple[int, int]:
        """Takes note of what is about to be sent.

        Returns how many of the ids must be accepted, and how many may be: those of which nobody knows.
        """
        good = {event.id for event in planned if not event.fault}
        with self.lock:
            new = good - self.sent
            unknown = good & self.sent - self.acknowledged
            self.sent |= new
            self.bad.update(event.id for event in planned if event.fault)
        return len(new), len(unknown)

    def acknowledge(self, planned: list[Planned], *more_kinds: str) -> None:
        ids = [event.id for event in planned if not event.fault]
        with self.lock:
            self.known += [event_id for event_id in dict.fromkeys(ids) if event_id not in self.acknowledged]
            self.acknowledged.update(ids)
            for event in planned:
                self.kinds[event.kind] += 1
            for kind in more_kinds:
                self.kinds[kind] += len(planned)

    def note_stored(self, ids: list[str]) -> None:
        """What was seen in a file is as good as acknowledged."""
        with self.lock:
            self.known += [event_id for event_id in ids if event_id not in self.acknowledged]
            self.acknowledged.update(ids)

    def some_known(self, random: Random) -> str | None:
        with self.lock:
            return random.choice(self.known) if self.known else None


class MixedSender(threading.Thread):
    """Sends events of all kinds until the server is gone, and holds each answer to what is known of the ids."""

    def __init__(
        self, server: Server, project: Project, ledger: MixedLedger, round_: Round, number: int, seed: int
    ) -> None:
        super().__init__(name=f"{round_.name}-{number}", daemon=True)
        self.project = project
        self.ledger = ledger
        self.round = round_
        self.random = Random(seed)
        self.count = 0
        # The second is for what is sent twice at once.
        self.clients = [project.sender(server), project.sender(server)]

    def run(self) -> None:
        self.guarded(self.send_on)

    def guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except (OSError, http.client.HTTPException):
            # The server was killed; what it did not answer may or may not have been stored. Each client closes its own
            # connection: the other one may be in use by the other thread.
            pass
        except Exception as error:
            self.ledger.note_fault(f"{self.name}: {error!r}")

    def send_on(self) -> None:
        while not self.ledger.faults:
            if self.random.random() < 0.05:
                self.send_at_once_on_two_connections()
            elif self.random.random() < 0.3:
                self.send_one()
            else:
                door = self.random.choices((self.track, self.segment, self.post_hog), (4, 1, 1))[0]
                door(self.clients[0], self.plan(self.random.choice(BATCH_SIZES)))

    # What is sent

    def plan(self, count: int) -> list[Planned]:
        planned: list[Planned] = []
        for _ in range(count):
            draw = self.random.random()
            again = self.again(planned) if draw < 0.3 or not self.round.may_make_more else None
            planned.append(again or (self.bad() if draw > 0.96 else self.fresh()))
        return planned

    def fresh(self) -> Planned:
        self.count += 1
        self.round.new += 1
        is_late = self.random.random() < 0.25
        days_ago = self.random.choice(self.round.late_days if is_late else RECENT_DAYS)
        kind = "late, to a day that was merged" if is_late and days_ago in self.round.merged_days else "new"
        # The day stands in the id, so that the same event can be made again.
        return Planned(f"{self.name}-{self.count}-{days_ago}", days_ago, kind)

    def bad(self) -> Planned:
        self.count += 1
        return Planned(f"bad-{self.name}-{self.count}", 0, "bad", self.random.choice(list(FAULTS)))

    def again(self, planned: list[Planned]) -> Planned | None:
        """Something that was sent before; nothing where there is nothing of the kind."""
        draw = self.random.random()
        here = [event for event in planned if not event.fault]
        if draw < 0.2 and here:
            return self.repeated(self.random.choice(here).id, "again in its batch")
        if draw < 0.4 and self.round.merged_ids:
            return self.repeated(self.random.choice(self.round.merged_ids), "again after its day was merged")
        if draw < 0.5 and self.round.unanswered:
            return self.repeated(self.random.choice(self.round.unanswered), "again without an answer to the first")
        event_id = self.ledger.some_known(self.random)
        return None if event_id is None else self.repeated(event_id, "again later")

    def repeated(self, event_id: str, kind: str) -> Planned:
        return Planned(event_id, int(event_id.rpartition("-")[2]), kind)

    # How it is sent, and what must be answered

    def send_one(self) -> None:
        [planned] = self.plan(1)
        must, may = self.ledger.begin([planned])
        reply = self.clients[0].post("/api/v1/track", planned.event(self.random))
        if reply.status == 503:
            return
        if planned.fault:
            assert planned.fault in reply.must_be(422).error_codes, (planned, reply)
        else:
            answer = reply.must_be(200).json()
            assert answer["event_id"] == planned.id, (planned, answer)
            allowed = {"accepted"} if must else {"accepted", "duplicate"} if may else {"duplicate"}
            assert answer["status"] in allowed, (planned, answer, allowed)
        self.ledger.acknowledge([planned], "alone")

    def track(self, client: Client, planned: list[Planned], *, with_twin: bool = False) -> int:
        """Sends a batch, and gives how many of its events were accepted; -1 where it was not taken at all."""
        must, may = self.ledger.begin(planned)
        reply = client.post("/api/v1/track/batch", {"events": [event.event(self.random) for event in planned]})
        if reply.status == 503:
            return -1
        answer = reply.must_be(200).json()
        rejected = {entry["index"]: entry["code"] for entry in answer["rejected"]}
        expected = {index: event.fault for index, event in enumerate(planned) if event.fault}
        assert rejected == expected, (rejected, expected)
        assert answer["accepted"] + answer["duplicates"] + len(rejected) == len(planned), answer
        least = 0 if with_twin else must
        assert least <= answer["accepted"] <= must + may, (answer, must, may, planned)
        self.ledger.acknowledge(planned, "in a batch")
        return int(answer["accepted"])

    def segment(self, client: Client, planned: list[Planned]) -> int:
        """Sends a batch as Segment's clients do; they are only told whether anything was taken."""
        messages = []
        for event in planned:
            one = event.event(self.random)
            message = {"type": "track", "event": TYPE, "messageId": event.id, "userId": one["user_id"]}
            message |= {"timestamp": one["timestamp"], "properties": one["properties"]}
            messages.append({"type": "track"} if event.fault else message)
        key = base64.b64encode(f"{self.project.api_key}:".encode()).decode()
        return self.through("/v1/batch", {"batch": messages}, client, planned, Authorization=f"Basic {key}")

    def post_hog(self, client: Client, planned: list[Planned]) -> int:
        """The same as PostHog's."""
        events = []
        for event in planned:
            one = event.event(self.random)
            capture = {"event": TYPE, "uuid": event.id, "distinct_id": one["user_id"]}
            capture |= {"timestamp": one["timestamp"], "properties": one["properties"]}
            events.append({"event": TYPE, "uuid": event.id} if event.fault else capture)
        return self.through("/batch/", {"api_key": self.project.api_key, "batch": events}, client, planned)

    def through(self, path: str, body: Any, client: Client, planned: list[Planned], **headers: str) -> int:
        self.ledger.begin(planned)
        reply: Reply = client.post(path, body, headers=headers)
        if reply.status == 503:
            return -1
        is_taken = any(not event.fault for event in planned)
        reply.must_be(200 if is_taken else 400)
        self.ledger.acknowledge(planned, "by Segment's door" if path == "/v1/batch" else "by PostHog's door")
        return 0

    def send_at_once_on_two_connections(self) -> None:
        """Both are answered; what both brought is accepted once, whichever of them was first."""
        planned = [self.fresh() for _ in range(self.random.choice(BATCH_SIZES))]
        for event in planned:
            event.kind = "on two connections at once"
        other = self.random.choice((None, self.segment, self.post_hog))
        start = threading.Barrier(2)
        accepted = [-1, -1]

        def send(place: int) -> None:
            start.wait(60)
            if place == 1 and other:
                other(self.clients[1], planned)
            else:
                accepted[place] = self.track(self.clients[place], planned, with_twin=True)

        twin = threading.Thread(target=self.guarded, args=(lambda: send(1),), daemon=True)
        twin.start()
        try:
            send(0)
        finally:
            twin.join(60)
        if min(accepted) >= 0:
            assert sum(accepted) == len(planned), (accepted, planned)
