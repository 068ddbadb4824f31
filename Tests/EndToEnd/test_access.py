"""Who may not: wrong, revoked and foreign keys and tokens; ids that are unknown, somebody else's or a path."""

import pytest
from iafa_server import PASSWORD, Account, Project, Server

EVENT = {"event_type": "view", "user_id": "u"}
STAGES = [{"event_type": "a"}, {"event_type": "b"}]
STRANGE_IDS = (
    "nosuchproject",
    "..%2F..%2Fetc",
    "%2e%2e",
    "%00",
    "a%20b",
    "x" * 300,
    "%F0%9F%92%A1",
    "'%20OR%201=1",
)


@pytest.fixture(scope="module")
def stranger(server: Server) -> Account:
    return Account(server, "eve@example.com")


def test_what_is_somebody_elses_looks_as_if_it_were_not_there(
    account: Account, stranger: Account, project: Project
) -> None:
    funnel = account.funnel(project, "a", "b")
    for route, own_id in {
        "/api/v1/projects/{}": project.id,
        "/api/v1/projects/{}/api-keys": project.id,
        "/api/v1/funnels/{}": funnel,
        "/api/v1/funnels?project_id={}": project.id,
        "/api/v1/analytics/funnel/{}": funnel,
    }.items():
        account.client.get(route.format(own_id)).must_be(200)
        foreign = stranger.client.get(route.format(own_id)).must_be(404).error
        unknown = stranger.client.get(route.format("nosuchthing")).must_be(404).error
        assert (foreign["code"], foreign["message"]) == (unknown["code"], unknown["message"])
    stranger.client.request("DELETE", f"/api/v1/projects/{project.id}").must_be(404)
    stranger.client.request("PATCH", f"/api/v1/projects/{project.id}", {"name": "mine"}).must_be(404)
    stranger.client.post(f"/api/v1/projects/{project.id}/api-keys", {"name": "mine"}).must_be(404)
    stranger.client.post("/api/v1/funnels", {"project_id": project.id, "name": "f", "stages": STAGES}).must_be(404)
    assert stranger.client.get("/api/v1/projects").must_be(200).json() == {"projects": []}


@pytest.mark.parametrize("strange", STRANGE_IDS)
def test_an_id_that_can_be_none_is_unknown(account: Account, strange: str) -> None:
    for route in (f"/api/v1/projects/{strange}", f"/api/v1/funnels/{strange}", f"/api/v1/analytics/funnel/{strange}"):
        assert account.client.get(route).must_be(404).error["code"] == "not_found"
    account.client.request("DELETE", f"/api/v1/projects/{strange}").must_be(404)


@pytest.mark.parametrize("strange", ["../../etc", "nosuchproject", "", "x" * 300])
def test_a_funnel_of_no_project_is_refused(account: Account, strange: str) -> None:
    body = {"project_id": strange, "name": "f", "stages": STAGES}
    account.client.post("/api/v1/funnels", body).must_be(404, 422)
    account.client.post("/api/v1/analytics/funnel", body).must_be(404, 422)


def test_a_wrong_key_is_refused(server: Server, project: Project) -> None:
    server.client.post("/api/v1/track", EVENT).must_be(401)
    for key in ("", "x", project.api_key[:-1], project.api_key + "x", project.api_key.upper(), "x" * 5000):
        for route in ("/api/v1/track", "/api/v1/track/batch"):
            server.client.with_headers(X_API_Key=key).post(route, EVENT).must_be(401)


def test_a_revoked_key_is_refused(server: Server, account: Account, project: Project) -> None:
    key_id, secret = account.api_key(project, "write")
    sender = server.client.with_headers(X_API_Key=secret)
    sender.post("/api/v1/track", EVENT).must_be(200)
    keys = f"/api/v1/projects/{project.id}/api-keys"
    account.client.request("DELETE", f"{keys}/{key_id}").must_be(204)
    sender.post("/api/v1/track", EVENT).must_be(401)
    account.client.request("DELETE", f"{keys}/{key_id}").must_be(404)


def test_a_rotated_key_replaces_the_old_one(server: Server, account: Account, project: Project) -> None:
    key_id, old = account.api_key(project, "write")
    rotated = account.client.post(f"/api/v1/projects/{project.id}/api-keys/{key_id}/rotate").must_be(200).json()
    server.client.with_headers(X_API_Key=rotated["api_key"]).post("/api/v1/track", EVENT).must_be(200)
    server.client.with_headers(X_API_Key=old).post("/api/v1/track", EVENT).must_be(401)
    assert old not in account.client.get(f"/api/v1/projects/{project.id}/api-keys").must_be(200).body.decode()


def test_a_key_may_do_only_what_its_scope_says(server: Server, account: Account, project: Project) -> None:
    funnel = account.funnel(project, "a", "b")
    _, secret = account.api_key(project, "read")
    reader, writer = (server.client.with_headers(X_API_Key=key) for key in (secret, project.api_key))
    reader.get(f"/api/v1/analytics/funnel/{funnel}").must_be(200)
    reader.post("/api/v1/track", EVENT).must_be(403)
    writer.get(f"/api/v1/analytics/funnel/{funnel}").must_be(403)
    reader.get("/api/v1/projects").must_be(401)


def test_a_key_of_another_project_finds_nothing(server: Server, account: Account, project: Project) -> None:
    funnel = account.funnel(project, "a", "b")
    _, secret = account.api_key(account.project("other"), "read")
    other = server.client.with_headers(X_API_Key=secret)
    other.get(f"/api/v1/analytics/funnel/{funnel}").must_be(404)
    other.post("/api/v1/analytics/funnel", {"project_id": project.id, "stages": STAGES}).must_be(404)


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer x", "Basic YTpi", "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.", "Bearer a b"]
)
def test_a_wrong_token_is_refused(server: Server, header: str) -> None:
    nobody = server.client.with_headers(Authorization=header)
    nobody.get("/api/v1/auth/me").must_be(401)
    nobody.get("/api/v1/projects").must_be(401)


def test_signing_in(server: Server, account: Account) -> None:
    login = "/api/v1/auth/login"
    wrong = server.client.post(login, {"email": account.email, "password": "not the password"}).must_be(401)
    unknown = server.client.post(login, {"email": "nobody@example.com", "password": PASSWORD}).must_be(401)
    assert wrong.error["message"] == unknown.error["message"]
    session = server.client.post(login, {"email": account.email.upper(), "password": PASSWORD}).must_be(200).json()
    assert session["token_type"] == "Bearer" and session["expires_in"] > 0
    signed_in = server.client.with_headers(Authorization=f"Bearer {session['access_token']}")
    assert signed_in.get("/api/v1/auth/me").must_be(200).json()["user"]["email"] == account.email


def test_a_refresh_token_that_was_used_ends_the_sign_in(server: Server, account: Account) -> None:
    def refresh(token: str, status: int) -> str:
        reply = server.client.post("/api/v1/auth/refresh", {"refresh_token": token}).must_be(status)
        return str(reply.json().get("refresh_token", ""))

    session = server.client.post("/api/v1/auth/login", {"email": account.email, "password": PASSWORD}).json()
    first = session["refresh_token"]
    second = refresh(first, 200)
    assert second != first
    refresh(first, 401)
    refresh(second, 401)
