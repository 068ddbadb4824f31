"""HTTP/1.1 byte for byte, for what no client library sends, and with a look at every answer that comes."""

import socket
from collections.abc import Iterator
from contextlib import suppress

from http_client import Reply, check_error_shape

# A server that says nothing for so long hangs.
PATIENCE_SECONDS = 30
# What may be answered 503, by API.
KNOWN_503 = {"busy", "overloaded", "too_many_connections", "storage_unavailable"}


class Hangs(AssertionError):
    """The server neither answers nor closes."""


class Connection:
    """A connection on which anything can be sent."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS)
        self.received = b""

    def send(self, data: bytes) -> None:
        # A server that has seen enough answers and closes before it has read all.
        with suppress(BrokenPipeError, ConnectionResetError):
            self.socket.sendall(data)

    def finish_sending(self) -> None:
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_WR)

    def receive(self) -> bool:
        """Takes in what comes; false where the server has closed."""
        try:
            data = self.socket.recv(65536)
        except TimeoutError:
            raise Hangs(f"nothing for {PATIENCE_SECONDS} s after {self.received[-500:]!r}") from None
        except ConnectionResetError:
            return False
        self.received += data
        return bool(data)

    def one_reply(self, *, has_body: bool = True) -> Reply | None:
        """The next answer, without interim ones; nothing where the server closes instead."""
        while True:
            while b"\r\n\r\n" not in self.received:
                if not self.receive():
                    assert not self.received, f"half an answer: {self.received[:500]!r}"
                    return None
            head, _, self.received = self.received.partition(b"\r\n\r\n")
            reply = parsed(head)
            if reply.status == 100:
                continue
            length = int(reply.headers.get("content-length", "0")) if has_body else 0
            while len(self.received) < length:
                assert self.receive(), f"the answer broke off: {head!r} {self.received[:500]!r}"
            body, self.received = self.received[:length], self.received[length:]
            return checked(Reply(reply.status, reply.headers, body), has_body=has_body)

    def all_replies(self) -> Iterator[Reply]:
        """All answers until the server closes."""
        while reply := self.one_reply():
            yield reply

    def close(self) -> None:
        self.socket.close()


def parsed(head: bytes) -> Reply:
    """An answer's status and headers, the way it must be written."""
    first, *lines = head.decode("latin-1").split("\r\n")
    version, status, _ = first.split(" ", 2)
    assert version == "HTTP/1.1", first
    fields = dict(line.split(": ", 1) for line in lines)
    return Reply(int(status), {name.lower(): value for name, value in fields.items()}, b"")


def checked(reply: Reply, *, has_body: bool) -> Reply:
    """The answer, where it keeps what holds of all of them."""
    assert reply.status < 500 or reply.status == 503, f"{reply.status}: {reply.body[:500]!r}"
    assert "transfer-encoding" not in reply.headers, reply
    assert reply.headers.get("x-request-id"), reply
    if has_body:
        check_error_shape(reply)
        if reply.status == 503:
            assert reply.error["code"] in KNOWN_503, reply
    return reply
