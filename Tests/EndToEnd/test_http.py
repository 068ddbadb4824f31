"""The protocol below the routes: unknown routes, types, methods, other origins, and bytes that are hardly HTTP."""

import io
import json
import socket
from http.client import HTTPResponse

import pytest
from http_client import Reply, check_error_shape
from iafa_server import Account, Project, Server

EVENT = json.dumps({"event_type": "view", "user_id": "u"}).encode()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/nothing"),
        ("POST", "/api/v1/track/"),
        ("GET", "/api/v2/projects"),
        ("GET", "/../../etc/passwd"),
        ("GET", "/api/v1/projects/../../etc"),
        ("GET", "/%2e%2e/%2e%2e/etc/passwd"),
        ("DELETE", "/"),
        ("GET", "/api/v1/track"),
        ("PUT", "/api/v1/track"),
    ],
)
def test_an_unknown_route_is_not_found(server: Server, method: str, path: str) -> None:
    reply = server.client.request(method, path)
    if path == "/api/v1/track/":
        # A slash at the end may be forgiven; then the key is missing.
        reply.must_be(401, 404)
    else:
        reply.must_be(400, 404, 405, 501)


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "json"]
)
def test_a_body_of_another_type_is_refused(server: Server, project: Project, content_type: str) -> None:
    headers = {"Content-Type": content_type}
    # Beacons can only be text.
    sent = project.sender(server).post("/api/v1/track", raw=EVENT, headers=headers)
    sent.must_be(200 if content_type == "text/plain" else 415)
    server.client.post("/api/v1/auth/login", raw=b"{}", headers=headers).must_be(415)


@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=utf-8", "APPLICATION/JSON"])
def test_json_may_be_named_in_several_ways(server: Server, project: Project, content_type: str) -> None:
    headers = {"Content-Type": content_type}
    project.sender(server).post("/api/v1/track", raw=EVENT, headers=headers).must_be(200)


def test_a_page_of_any_origin_may_send_events(server: Server, project: Project) -> None:
    origin = {"Origin": "https://shop.example"}
    ask = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type,x-api-key"}
    for route in ("/api/v1/track", "/api/v1/track/batch"):
        preflight = server.client.request("OPTIONS", route, headers=origin | ask).must_be(200, 204)
        assert preflight.headers["access-control-allow-origin"] in ("*", origin["Origin"])
        assert "POST" in preflight.headers["access-control-allow-methods"]
        allowed = preflight.headers["access-control-allow-headers"].lower()
        assert "content-type" in allowed and "x-api-key" in allowed
    sent = project.sender(server).post("/api/v1/track", raw=EVENT, headers=origin).must_be(200)
    refused = server.client.post("/api/v1/track", raw=EVENT, headers=origin).must_be(401)
    for reply in (sent, refused):
        assert reply.headers["access-control-allow-origin"] in ("*", origin["Origin"])


def test_a_page_of_another_origin_may_not_ask_questions(server: Server, account: Account) -> None:
    origin = {"Origin": "https://evil.example"}
    ask = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}
    for reply in (
        server.client.request("OPTIONS", "/api/v1/projects", headers=origin | ask),
        account.client.get("/api/v1/projects", headers=origin),
    ):
        assert "access-control-allow-origin" not in reply.headers


def test_head_answers_as_get_does_without_the_body(server: Server) -> None:
    head = server.client.request("HEAD", "/health/live").must_be(200)
    assert head.body == b""


def test_every_answer_names_the_request(server: Server) -> None:
    found, missing = server.client.get("/health/live"), server.client.get("/nothing")
    assert found.headers["x-request-id"] != missing.headers["x-request-id"]
    assert missing.error["request_id"] == missing.headers["x-request-id"]


def exchange(server: Server, data: bytes, *, half_close: bool = False) -> bytes:
    """Sends bytes as they are and reads what comes until the server closes or falls silent."""
    received = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
        try:
            connection.sendall(data)
            if half_close:
                connection.shutdown(socket.SHUT_WR)
            while chunk := connection.recv(65536):
                received += chunk
        except OSError:
            pass
    return received


class Received:
    """Bytes in the form in which the standard library's parser takes a socket."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def makefile(self, _mode: str) -> io.BytesIO:
        return io.BytesIO(self.data)


def first_reply(received: bytes) -> Reply:
    response = HTTPResponse(Received(received))  # type: ignore[arg-type]
    response.begin()
    return Reply(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())


MALFORMED = {
    "no HTTP": b"hello\r\n\r\n",
    "only bytes": bytes(range(256)) * 4,
    "TLS hello": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "no version": b"GET /health/live\r\n\r\n",
    "unknown method": b"BREW /api/v1/track HTTP/1.1\r\nHost: x\r\n\r\n",
    "unknown version": b"GET /health/live HTTP/9.9\r\nHost: x\r\n\r\n",
    "header without a colon": b"GET /health/live HTTP/1.1\r\nHost x\r\n\r\n",
    "length that is no number": b"POST /api/v1/track HTTP/1.1\r\nHost: x\r\nContent-Length: ten\r\n\r\n0123456789",
    "negative length": b"POST /api/v1/track HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    "two lengths": b"POST /api/v1/track HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n{}  ",
    "length and chunks": b"POST /api/v1/track HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "bad chunk": b"POST /api/v1/track HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    "body that ends early": b"POST /api/v1/track HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{",
    "header of 1 MB": b"GET /health/live HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * 1024 * 1024 + b"\r\n\r\n",
    "path of 1 MB": b"GET /" + b"x" * 1024 * 1024 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_hardly_http_is_refused_and_harms_nobody(server: Server, name: str) -> None:
    received = exchange(server, MALFORMED[name], half_close=True)
    if received:
        assert 400 <= first_reply(received).status < 600
    server.client.get("/health/ready").must_be(200)


def test_chunks_are_bounded_as_a_body_is(server: Server, project: Project) -> None:
    head = f"POST /api/v1/track/batch HTTP/1.1\r\nHost: x\r\nX-API-Key: {project.api_key}\r\nConnection: close\r\n"
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    received = exchange(server, head.encode() + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 100 + b"0\r\n\r\n")
    # The server may close before it has read all; then the answer can be lost on its way.
    if received:
        reply = first_reply(received)
        check_error_shape(reply.must_be(413))
    server.client.get("/health/ready").must_be(200)
