"""Events with known ids, sent by several threads at once, and what became of them."""

import http.client
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from http_client import Client
from times import ago, wire

THREADS = 4
TYPE = "ping"
# Over how many days, and so files, the events are spread.
DAYS = 4


@dataclass
class Ledger:
    """Which events were sent and which of them were acknowledged; shared by all threads."""

    sent: set[str] = field(default_factory=set)
    acknowledged: set[str] = field(default_factory=set)
    # What was sent, in order.
    order: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note_sent(self, ids: list[str]) -> None:
        with self._lock:
            self.order += [event_id for event_id in ids if event_id not in self.sent]
            self.sent.update(ids)

    def note_acknowledged(self, ids: list[str]) -> None:
        with self._lock:
            self.acknowledged.update(ids)

    def note_fault(self, fault: str) -> None:
        with self._lock:
            self.faults.append(fault)

    def acknowledged_by_now(self) -> set[str]:
        """What was acknowledged before this call."""
        with self._lock:
            return set(self.acknowledged)

    @property
    def unanswered(self) -> set[str]:
        return self.sent - self.acknowledged


def event(event_id: str, random: Random) -> dict[str, Any]:
    """An event of a person of its own, on one of the last days."""
    when = ago(days=random.randrange(DAYS)) - timedelta(milliseconds=random.randrange(1_000_000))
    properties = {"n": random.randrange(1000), "text": "x" * random.randrange(100)}
    return {
        "event_id": event_id,
        "event_type": TYPE,
        "user_id": event_id,
        "timestamp": wire(when),
        "properties": properties,
    }


class Sender(threading.Thread):
    """Sends events one by one and in batches until the server is gone."""

    def __init__(self, client: Client, ledger: Ledger, name: str, seed: int, again: list[str]) -> None:
        super().__init__(name=name, daemon=True)
        self.client = client
        self.ledger = ledger
        self.random = Random(seed)
        self.again = again
        self.count = 0

    def run(self) -> None:
        try:
            while True:
                self.send_batch() if self.random.random() < 0.3 else self.send_one()
        except (OSError, http.client.HTTPException):
            # The server was killed; what it did not answer may or may not have been stored.
            self.client.close()
        except Exception as error:
            self.ledger.note_fault(f"{self.name}: {error!r}")

    def next_ids(self, count: int) -> list[str]:
        """New ids; now and then ids that were sent before, as a device does that has seen no answer."""
        if self.again and self.random.random() < 0.2:
            return self.random.sample(self.again, min(count, len(self.again)))
        self.count += count
        return [f"{self.name}-{number}" for number in range(self.count - count, self.count)]

    def send_one(self) -> None:
        [event_id] = self.next_ids(1)
        self.send([event_id], "/api/v1/track", lambda events: events[0])

    def send_batch(self) -> None:
        ids = self.next_ids(self.random.choice((2, 20, 200, 500)))
        self.send(ids, "/api/v1/track/batch", lambda events: {"events": events})

    def send(self, ids: list[str], path: str, body: Callable[[list[dict[str, Any]]], Any]) -> None:
        events = [event(event_id, self.random) for event_id in ids]
        self.ledger.note_sent(ids)
        reply = self.client.post(path, body(events))
        if reply.status == 503:
            return
        answer = reply.must_be(200).json()
        taken = 1 if "status" in answer else answer["accepted"] + answer["duplicates"]
        if taken != len(ids):
            raise AssertionError(f"{taken} of {len(ids)} events were taken: {answer}")
        self.ledger.note_acknowledged(ids)
