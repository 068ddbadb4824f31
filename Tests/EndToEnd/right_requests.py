"""Right requests to every way in for events."""

import base64
from random import Random
from typing import Any

from times import ago, wire

SEGMENT_CALLS = ("track", "identify", "page", "screen", "group", "alias", "t", "i", "p", "s", "g", "a")
SEGMENT_BATCHES = ("batch", "b", "import")
CAPTURE_PATHS = ("/e", "/i/v0/e", "/capture", "/track", "/batch", "/engage")
PROJECTS = ("track", "segment", "posthog")


class RightRequest:
    """A request that must be taken."""

    def __init__(self, random: Random, number: int, keys: dict[str, str]) -> None:
        self.random = random
        self.number = number
        self.keys = keys
        self.project = random.choice(PROJECTS)
        # Of its events.
        self.ids: list[str] = []
        self.headers: list[tuple[str, str]] = [("Host", "localhost")]
        self.query: list[str] = []

    def begin(self) -> tuple[str, str, Any]:
        """The method, the path, and the body as JSON; no body where there is none."""
        return {"track": self.track, "segment": self.segment, "posthog": self.posthog}[self.project]()

    @property
    def key(self) -> str:
        return self.keys[self.project]

    def pick(self, choices: Any) -> Any:
        return self.random.choice(choices)

    def an_id(self) -> str:
        self.ids.append(f"{self.number}-{len(self.ids)}")
        return self.ids[-1]

    def when(self) -> str:
        return wire(ago(minutes=self.random.randrange(1, 3000)))

    def properties(self) -> dict[str, Any]:
        return {"n": self.random.randrange(1000), "text": "ä" * self.random.randrange(30), "list": [1, {"a": None}]}

    def track(self) -> tuple[str, str, Any]:
        def event() -> dict[str, Any]:
            return {
                "event_id": self.an_id(), "event_type": "ping", "user_id": "u", "anonymous_id": "a", "session_id": "s",
                "timestamp": self.when(), "sent_at": wire(ago()), "properties": self.properties(),
            }  # fmt: skip

        if self.random.random() < 0.7:
            self.headers.append(("X-API-Key", self.key))
        else:
            self.query.append(f"api_key={self.key}")
        if self.random.random() < 0.5:
            return "POST", "/api/v1/track", event()
        return "POST", "/api/v1/track/batch", {"events": [event() for _ in range(self.pick((1, 2, 5)))]}

    def segment(self) -> tuple[str, str, Any]:
        if self.random.random() < 0.1:
            return "GET", f"/v1/projects/{self.key}/settings", None

        def message(call: str) -> dict[str, Any]:
            return {
                "type": call, "event": "ping", "messageId": self.an_id(), "userId": "u", "anonymousId": "a",
                "timestamp": self.when(), "originalTimestamp": self.when(), "sentAt": wire(ago()),
                "traits": {"plan": 1}, "properties": self.properties(), "previousId": "p",
                "context": {"ip": "1.1.1.1", "app": {"n": 1}},
            }  # fmt: skip

        name = self.pick(SEGMENT_CALLS + SEGMENT_BATCHES * 3)
        body: dict[str, Any]
        if name in SEGMENT_BATCHES:
            body = {"batch": [message(self.pick(SEGMENT_CALLS[:6])) for _ in range(self.pick((1, 2, 5)))]}
            body |= {"sentAt": wire(ago()), "context": {"app": {"v": 2}}, "integrations": {"All": True}}
        else:
            body = message("track")
        if self.random.random() < 0.5:
            self.headers.append(("Authorization", "Basic " + base64.b64encode(f"{self.key}:".encode()).decode()))
        else:
            body["writeKey"] = self.key
        return "POST", f"/v1/{name}{self.pick(('', '/'))}", body

    def posthog(self) -> tuple[str, str, Any]:
        kind = self.random.random()
        if kind < 0.05:
            return "GET", f"/array/{self.key}/config{self.pick(('', '.js'))}", None
        slash = self.pick(("", "/"))
        if kind < 0.12:
            return "POST", self.pick(("/flags", "/decide")) + slash, {"token": self.key, "distinct_id": "d"}
        if kind < 0.18:
            return "OPTIONS", self.pick((*CAPTURE_PATHS, "/flags")) + slash, None

        def event() -> dict[str, Any]:
            return {
                "event": "ping", "uuid": self.an_id(), "distinct_id": "d", "timestamp": self.when(), "$set": {"a": 1},
                "properties": self.properties() | {"$session_id": "s", "$device_id": "x", "token": self.key},
                "sent_at": wire(ago()),
            }  # fmt: skip

        shape = self.random.randrange(3)
        events = [event() for _ in range(1 if shape == 0 else self.pick((1, 2, 5)))]
        body = events[0] if shape == 0 else events if shape == 1 else {"api_key": self.key, "batch": events}
        return self.pick(("GET", "POST", "POST", "POST")), self.pick(CAPTURE_PATHS) + slash, body
