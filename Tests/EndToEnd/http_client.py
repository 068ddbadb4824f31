"""A small HTTP client that holds every error to the shape that all routes share."""

import http.client
import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

JSON = "application/json"


@dataclass(frozen=True)
class Reply:
    """An answer of the server; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> dict[str, Any]:
        error: dict[str, Any] = self.json()["error"]
        return error

    @property
    def error_codes(self) -> set[str]:
        """The error's code and those of its details."""
        return {self.error["code"]} | {detail["code"] for detail in self.error.get("details", [])}

    def must_be(self, *statuses: int) -> "Reply":
        assert self.status in statuses, f"{self.status} instead of {statuses}: {self.body[:2000]!r}"
        return self


@dataclass
class Client:
    """Requests to one server over one connection that is kept open; `headers` go with every request."""

    port: int
    headers: dict[str, str] = field(default_factory=dict)
    host: str = "127.0.0.1"
    timeout: float = 30
    _connection: http.client.HTTPConnection | None = None

    def with_headers(self, **headers: str) -> "Client":
        """A client of its own with more headers; `_` in a name stands for `-`."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        return Client(self.port, self.headers | more, self.host, self.timeout)

    def request(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, raw: bytes | None = None
    ) -> Reply:
        """Sends `body` as JSON, or `raw` as it is, and checks the answer's shape where it is an error."""
        sent = dict(self.headers)
        if body is not None or raw is not None:
            sent["Content-Type"] = JSON
        sent |= headers or {}
        data = raw if raw is not None or body is None else json.dumps(body).encode()
        if self._connection is None:
            self._connection = http.client.HTTPConnection(self.host, self.port, timeout=self.timeout)
        try:
            if self._connection.sock is None:
                self._connection.connect()
            # A server that has seen enough answers and closes before it has read all.
            with suppress(BrokenPipeError, ConnectionResetError):
                self._connection.request(method, path, body=data, headers=sent)
            answer = self._connection.getresponse()
            reply = Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        if method != "HEAD":
            check_error_shape(reply)
        return reply

    def get(self, path: str, **options: Any) -> Reply:
        return self.request("GET", path, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> Reply:
        return self.request("POST", path, body, **options)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def check_error_shape(reply: Reply) -> None:
    """Fails where an answer of 400 or more is not the one shape of errors."""
    if reply.status < 400:
        return
    context = f"{reply.status}: {reply.body[:2000]!r}"
    assert reply.headers.get("content-type", "").startswith(JSON), context
    document = reply.json()
    assert set(document) == {"error"}, context
    error = document["error"]
    assert {"code", "message", "request_id"} <= set(error) <= {"code", "message", "details", "request_id"}, context
    assert all(isinstance(error[name], str) and error[name] for name in ("code", "message", "request_id")), context
    for detail in error.get("details", []):
        assert {"field", "code", "message"} == set(detail), context
        assert all(isinstance(value, str) for value in detail.values()), context
        assert detail["code"] and detail["message"], context
    if reply.status in (429, 503):
        assert int(reply.headers["retry-after"]) >= 0, context
