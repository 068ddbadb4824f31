"""Requests to every way in for events, and what becomes of them by every kind of damage, from a seed."""

import base64
import copy
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote

from right_requests import RightRequest

TYPES = ("application/json", "application/json; charset=utf-8", "text/plain", "text/plain;charset=UTF-8")
STRANGE_TYPES = (
    "", "text/html", "application/x-www-form-urlencoded", "multipart/form-data", "json", "x" * 5000, "\xff",
)  # fmt: skip
STRANGE_NAMES = ("x", "", "event_id", "properties", "batch", "$set", "\0", "k" * 300)
STRANGE_BYTES = (b"\xff", b"\0", b"\xc3", b"\xed\xa0\x80", b",", b"{", b'"', b"\\", b"\xef\xbb\xbf", b" " * 999)
STRANGE_QUERIES = (["x" * 3000], ["%"], ["api_key=%00"], ["&&=&"], ["api_key", "data=%ff"], ["_=1e99"], ["é"])
STRANGE_CREDENTIALS = ("", "Basic", "Basic %%%", "Bearer x", "x" * 9000, "Basic Og==")
# None of them is one that HTTP allows.
WRONG_HEADERS = (("X-Long", "x" * 40_000), ("X y", "z"), ("", "z"), ("X", "a\rb"), ("X", "a\0b"))
# More than any route takes, out of next to nothing.
BOMBS = tuple(gzip.compress(b" " * length, 9) for length in (10**6, 2 * 10**7))


class Raw(str):
    """JSON as it stands, right or wrong."""


class Pairs(list[tuple[str, Any]]):
    """An object's members, of which two may have one name."""


def deep(depth: int) -> Raw:
    return Raw("[" * depth + "]" * depth)


STRANGE: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 42, 10**30, Raw("1e999"), Raw("-0"), Raw("1e-999"), Raw("9" * 400), Raw("01"), Raw("NaN"),
    Raw("1E+5"), Raw('"\\ud800"'), Raw('"\\u0000"'), Raw('"\\x"'), Raw("'a'"), Raw("tru"), Raw(""), Raw('"\x01"'), "",
    " ", "x" * 200, "x" * 201, "x" * 33_000, "é\u0301", "😀" * 100, "\u202e\u2028", "null", [], {}, [[]],
    [None] * 300, {f"k{n}": n for n in range(300)}, deep(8), deep(9), deep(64), deep(65), deep(5000),
    Raw('{"a":' * 70 + "1" + "}" * 70), "0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "2026-02-30T00:00:00Z",
    "2026-05-17T09:30:00+99:99", "+0100",
    1e11, -1e18, 9.3e18, 253_402_300_800_000, "2026-05-17", "1970-01-01T00:00:00.000000001-23:59",
)  # fmt: skip


def dumps(value: Any) -> str:
    """As `json.dumps`, with what it refuses to write."""
    match value:
        case Raw():
            return str(value)
        case Pairs():
            return "{" + ",".join(f"{json.dumps(name)}:{dumps(own)}" for name, own in value) + "}"
        case dict():
            return dumps(Pairs(value.items()))
        case list():
            return "[" + ",".join(map(dumps, value)) + "]"
        case _:
            return json.dumps(value)


@dataclass
class Case:
    """What is sent on a connection."""

    name: str
    project: str
    wire: bytes
    # Whether it is a request as HTTP has them, so that exactly one answer comes and the connection goes on.
    is_framed: bool = True
    # Whether nothing at all was changed, so that it must be taken.
    is_right: bool = False
    # Whether nobody could say what it asks for.
    is_noise: bool = False
    # The ids of its events.
    ids: list[str] = field(default_factory=list)
    # Whether the client says that nothing more comes.
    says_end: bool = True


def make(seed: int, number: int, keys: dict[str, str]) -> Case:
    """A case; it follows from seed and number alone."""
    return DamagedRequest(Random(f"{seed}/{number}"), number, keys).make()


class DamagedRequest(RightRequest):
    """A request of which something was changed, or nothing."""

    def __init__(self, random: Random, number: int, keys: dict[str, str]) -> None:
        super().__init__(random, number, keys)
        # Nothing, what is in the body, how it is sent, both, or what can hardly be called a request any more.
        self.damage = random.choices(("none", "body", "request", "all", "noise"), (3, 8, 4, 3, 1))[0]
        self.is_framed = True

    def make(self) -> Case:
        method, path, body = self.begin()
        data = b"" if body is None else self.encoded(method, body)
        wire = self.wire(method, path, data)
        is_noise = self.damage == "noise"
        if is_noise:
            wire, self.is_framed = self.noise(wire), False
        return Case(
            name=f"case {self.number} ({self.damage}): {method} {path}",
            project=self.project,
            wire=wire,
            is_framed=self.is_framed,
            is_right=self.damage == "none",
            is_noise=is_noise,
            ids=self.ids,
            says_end=self.random.random() < 0.995,
        )

    def chance(self, of: str, probability: float) -> bool:
        """Whether some damage is done, where damage of its kind is to be done at all."""
        return self.damage in (of, "all") and self.random.random() < probability

    # Damage to the body

    def encoded(self, method: str, body: Any) -> bytes:
        data = self.damaged_text(dumps(self.damaged(body)))
        if method == "GET":
            self.query.append("data=" + quote(base64.b64encode(data) if self.random.random() < 0.5 else data))
            return b""
        form = self.random.random()
        self.headers.append(("Content-Type", self.pick(STRANGE_TYPES if self.chance("request", 0.3) else TYPES)))
        if self.project == "posthog" and form < 0.3:
            data = base64.b64encode(data) if form < 0.2 else data
            if form < 0.1:
                return b"data=" + quote(data).encode()
            return data
        if form < 0.6:
            data = self.damaged_gzip(gzip.compress(data, 1))
            if self.project == "track" or self.random.random() < 0.7:
                self.headers.append(("Content-Encoding", "gzip"))
        elif self.chance("request", 0.2):
            self.headers.append(("Content-Encoding", self.pick(("gzip", "deflate", "br", "gzip, gzip", "x" * 99))))
        return data

    def damaged(self, body: Any) -> Any:
        body = json.loads(json.dumps(body))
        if self.damage not in ("body", "all"):
            return body
        for _ in range(self.random.randrange(4)):
            places = list(self.places(body))
            if not places or self.random.random() < 0.03:
                return self.strange()
            container, place = self.pick(places)
            self.change(container, place)
        return body

    def strange(self) -> Any:
        # A copy: it may be damaged further.
        return copy.deepcopy(self.pick(STRANGE))

    def places(self, value: Any) -> Iterator[tuple[Any, Any]]:
        """Every member and element of a value, as its container and place."""
        entries = value.items() if type(value) is dict else enumerate(value) if type(value) is list else ()
        for place, own in entries:
            yield value, place
            yield from self.places(own)

    def change(self, container: Any, place: Any) -> None:
        draw = self.random.random()
        if draw < 0.6:
            container[place] = self.strange()
        elif draw < 0.75:
            del container[place]
        elif draw < 0.85 and isinstance(container, dict):
            container[self.pick(STRANGE_NAMES)] = container[place]
        elif isinstance(container[place], dict):
            members = list(container[place].items())
            container[place] = Pairs(members + [(self.pick(members)[0], 7)] if members else [("a", 1), ("a", 2)])
        else:
            container[place] = [container[place]] * self.pick((2, 300))

    def damaged_text(self, text: str) -> bytes:
        data = text.encode("utf-8", "surrogatepass")
        for _ in range(self.random.randrange(3) if self.chance("body", 0.3) else 0):
            place = self.random.randrange(len(data) + 1)
            insert = self.pick(STRANGE_BYTES)
            rest = self.pick((data[place:], data[place + 1 :], b""))
            data = data[:place] + insert + rest
        return data

    def damaged_gzip(self, data: bytes) -> bytes:
        if not self.chance("body", 0.4):
            return data
        place = self.random.randrange(len(data))
        flipped = data[:place] + bytes([data[place] ^ 1 << self.random.randrange(8)]) + data[place + 1 :]
        twice = gzip.compress(data)
        return bytes(self.pick((data[:place], flipped, data + b"\0" * 9, data + data, *BOMBS, twice, b"\x1f\x8b")))

    # Damage to the request

    def wire(self, method: str, path: str, data: bytes) -> bytes:
        framing = [("Content-Length", str(len(data)))] if data or method == "POST" else []
        sent = data
        if data and self.random.random() < 0.15:
            framing, sent = [("Transfer-Encoding", "chunked")], self.chunked(data)
        if self.chance("request", 0.35):
            self.is_framed = False
            framing = self.wrong_framing(len(data))
        if self.chance("request", 0.5):
            self.strange_headers()
        if self.chance("request", 0.3):
            self.query += self.pick(STRANGE_QUERIES)
        if self.chance("request", 0.15):
            others = (path + "%2e%2e", path + "//", "/" + path, path.upper(), path + "\x7f", "http://x" + path, "*")
            path = self.pick(others)
            self.is_framed = False
        if self.chance("request", 0.05):
            method = self.pick(("PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "get", "CONNECT"))
            self.is_framed = False
        target = path + ("?" + "&".join(self.query) if self.query else "")
        lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in self.headers + framing)]
        return "\r\n".join([*lines, "", ""]).encode("utf-8", "surrogatepass") + sent

    def chunked(self, data: bytes) -> bytes:
        size = self.pick((1, 7, 100, 65536)) if len(data) < 5000 else 65536
        parts = [data[place : place + size] for place in range(0, len(data), size)]
        return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"

    def wrong_framing(self, length: int) -> list[tuple[str, str]]:
        right = ("Content-Length", str(length))
        wrong = str(self.pick((0, max(length - 3, 0), length + 1, length + 10**6, 10**30, -1, "x", "", "0x10", "1, 2")))
        chunked = ("Transfer-Encoding", self.pick(("chunked", "gzip, chunked", "chunked, chunked", "identity", "x")))
        other = ("Content-Length", wrong)
        return list(self.pick(([], [other], [right, other], [chunked], [right, chunked])))

    def strange_headers(self) -> None:
        for _ in range(self.random.randrange(1, 4)):
            draw = self.random.randrange(8)
            if draw == 0:
                self.headers.append(self.pick(self.headers))
            elif draw == 1:
                self.headers.append(("Authorization", self.pick(STRANGE_CREDENTIALS)))
            elif draw == 2:
                self.headers.append(("X-API-Key", self.pick(("", "x", "é", "iafa_" + "0" * 5000, self.key))))
            elif draw == 3:
                self.headers.append(("Expect", self.pick(("100-continue", "200-ok", "100-CONTINUE, x"))))
            elif draw == 4:
                self.headers.append(("Origin", self.pick(("https://x.example", "null", "", "\xff"))))
            elif draw == 5:
                self.headers.append(("Connection", self.pick(("close", "keep-alive", "upgrade", "x, close"))))
                self.is_framed = False
            elif draw == 6:
                self.headers += [(f"X-{number}", "y") for number in range(self.pick((10, 200)))]
                self.is_framed = False
            else:
                self.headers.append(self.pick(WRONG_HEADERS))
                self.is_framed = False

    def noise(self, wire: bytes) -> bytes:
        place = self.random.randrange(len(wire))
        ping = b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"
        noise = self.random.randbytes(self.random.randrange(1, 3000))
        tls = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + noise
        mixed = wire[:place] + noise + wire[place:]
        pri = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + noise
        old = wire.replace(b"HTTP/1.1", self.pick((b"HTTP/1.0", b"HTTP/0.9", b"HTTP/2.0", b"HTTP/9.9", b"HTTZ/1.1")), 1)
        ahead = (ping + noise, ping * 20 + wire, b"\r\n" * 500 + wire)
        return bytes(self.pick((noise, wire[:place], mixed, tls, pri, old, *ahead)))
