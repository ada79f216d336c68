"""Signing in, what each role may do, and what is refused, as browsers and programs meet it."""

import re
import subprocess
import sys
from html import unescape

import httpx
import pytest
from helpers.desk import ADDRESS, PASSWORD, USERS, Browser, add_users, desk
from helpers.stored import shelling
from starlette.responses import Response
from starlette.routing import Mount

from tacitus.records import TacitusError
from tacitus.serve.accounts.access import RULES, SAFE, act_of
from tacitus.serve.accounts.roles import LEAST, Act, Role, may
from tacitus.store import open_store


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = str(tmp_path_factory.mktemp("desk") / "store.db")
    with open_store(path) as opened:
        opened.add(shelling("r1"))
        opened.refresh()
    add_users(path)
    return path


@pytest.fixture(scope="module")
def app(store):
    return desk(store, accounts=True)


@pytest.fixture
def visitor(app):
    return Browser(app)


@pytest.fixture(scope="module")
def browsers(app):
    """A browser of each user, and one that nobody signed in with."""
    return {None: Browser(app)} | {name: Browser(app, name) for name in USERS}


def session_of(browser):
    return browser.cookies.get("tacitus-8150-session")


def everything(app):
    """Method and path of every route, as the router has it."""

    def walk(routes, head=""):
        for route in routes:
            if isinstance(route, Mount):
                yield "GET", f"{head}{route.path}/x", route
            elif hasattr(route, "methods"):
                for method in sorted(route.methods):
                    yield method, head + re.sub(r"\{[^}]*\}", "x", route.path), route
            else:
                inner = getattr(route, "original_router", None) or getattr(route, "router", None)
                assert inner is not None, f"what is {route!r}?"
                prefix = getattr(getattr(route, "include_context", None), "prefix", "")
                yield from walk(inner.routes, head + prefix)

    yield from walk(app.routes)


class Nothing:
    """Stands for all routes."""

    def __init__(self, routes):
        self.routes = routes

    async def __call__(self, scope, receive, send):
        await Response(status_code=204)(scope, receive, send)


@pytest.fixture(scope="module")
def gate(store, browsers):
    """A desk whose routes all answer with nothing: what stands before them is what is seen."""
    app = desk(store, accounts=True)
    app.router = Nothing(app.router.routes)
    return {
        name: Browser(app).as_one_signed_in(browser) if name else Browser(app)
        for name, browser in browsers.items()
    }


def test_every_route_keeps_to_its_least_role(app, gate):
    """Whoever may not is refused before the route sees anything of it; whoever may is not."""
    seen = 0
    for method, path, _ in everything(app):
        act = act_of(method, path)
        for name, browser in gate.items():
            role = USERS.get(name)
            if path in ("/sign-out", "/account/sessions") and method == "POST":
                continue
            sent = {} if method in SAFE else {"headers": {"X-CSRF-Token": browser.token}}
            if not browser.token and method not in SAFE:
                continue
            response = browser.request(method, path, **sent)
            refused = response.status_code == 403 or (
                role is None
                and (
                    response.status_code == 401
                    or "/sign-in?next" in response.headers.get("location", "")
                )
            )
            assert refused == (not may(role, act)), (method, path, name, response.status_code)
            assert refused or response.status_code == 204
            seen += 1
    assert seen > 100


def test_every_rule_is_about_a_route(app):
    paths = [path for _, path, _ in everything(app)]
    for rule in RULES:
        assert any(re.fullmatch(rule.path, path) for path in paths), rule.path


@pytest.mark.parametrize(
    ("method", "path", "act"),
    [
        ("GET", "/", Act.READ),
        ("GET", "/new-page", Act.READ),
        ("POST", "/new-page", Act.ADMINISTER),
        ("DELETE", "/review/x", Act.REVIEW),
        ("POST", "/review/gold", Act.EDIT),
        ("GET", "/review/rounds/1/x", Act.EDIT),
        ("POST", "/api/v1/decisions", Act.REVIEW),
        ("PUT", "/api/v1/events", Act.ADMINISTER),
        ("GET", "/users/x", Act.ADMINISTER),
        ("GET", "/sign-in", Act.SIGN_IN),
        ("GET", "/sign-in/", Act.READ),
        ("POST", "/static/x", Act.ADMINISTER),
        ("GET", "/users\n", Act.READ),
        ("POST", "/users\n", Act.ADMINISTER),
        ("GET", "", Act.ADMINISTER),
    ],
)
def test_acts_of_addresses(method, path, act):
    assert act_of(method, path) == act


def test_who_is_not_signed_in_is_asked_to_and_brought_back(visitor):
    response = visitor.open("/account?done=x")
    assert response.headers["location"] == "/sign-in?next=%2Faccount%3Fdone%3Dx"
    page = visitor.open(response.headers["location"])
    assert 'value="/account?done=x"' in page.text
    done = visitor.submit(
        "/sign-in", {"name": "rea", "password": PASSWORD, "next": "/account?done=x"}
    )
    assert (done.status_code, done.headers["location"]) == (303, "/account?done=x")
    assert visitor.open("/account").status_code == 200


@pytest.mark.parametrize(
    "onward",
    [
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "",
        "/a\r\nb",
        "/sign-out",
        "/\t/evil.example",
    ],
)
def test_nobody_is_sent_elsewhere(visitor, onward):
    done = visitor.sign_in("rea", next=onward)
    assert done.headers["location"] == "/"


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(app):
    answers = []
    for name in ("rea", "nobody"):
        browser = Browser(app, client=(f"10.1.0.{len(answers)}", 1))
        response = browser.sign_in(name, "wrong horse battery")
        assert response.status_code == 401
        assert session_of(browser) is None
        answers.append(re.sub(r'value="[^"]*"', "", response.text))
    assert answers[0] == answers[1]


def test_too_many_attempts_must_wait(app):
    browser = Browser(app, client=("10.2.0.1", 1))
    codes = [browser.sign_in("nobody-here", "wrong horse battery").status_code for _ in range(6)]
    assert codes == [401] * 5 + [429]
    response = browser.sign_in("nobody-here", "wrong horse battery")
    assert int(response.headers["retry-after"]) > 0
    assert "Wait" in response.text


def test_a_session_cannot_be_fixed(app):
    """An id that was in the browser before, chosen by whoever, is not the one of the session."""
    browser = Browser(app)
    browser.cookies.set("tacitus-8150-session", "chosen", domain="127.0.0.1", path="/")
    before = session_of(browser)
    token = (browser.open("/sign-in"), browser.token)[1]
    assert browser.sign_in("rea").status_code == 303
    values = [c.value for c in browser.cookies.jar if c.name == "tacitus-8150-session"]
    assert values[-1] not in (before, "chosen")
    assert browser.token != token
    other = Browser(app)
    other.cookies.set("tacitus-8150-session", "chosen", domain="127.0.0.1", path="/")
    assert other.get("/account").status_code == 303


def test_signing_in_again_ends_the_session_before(app):
    browser = Browser(app, "rea")
    old = session_of(browser)
    # signed in already, so the form is sent as it stood before
    browser.submit("/sign-in", {"name": "rea", "password": PASSWORD})
    assert session_of(browser) != old
    thief = Browser(app, cookies={"tacitus-8150-session": old})
    assert thief.get("/account").status_code == 303


def test_cookies_are_for_no_script_and_no_other_site(store):
    for secure, head in ((False, "tacitus-8150"), (True, "__Host-tacitus")):
        app = desk(store, accounts=True, secure_cookies=secure)
        browser = Browser(app)
        set_by = browser.open("/sign-in").headers["set-cookie"]
        token = browser.token
        visit = set_by.split(";")[0]
        assert visit.startswith(f"{head}-visit=")
        done = browser.post(
            "/sign-in",
            data={"name": "rea", "password": PASSWORD, "csrf": token},
            headers={"cookie": visit},
        )
        cookie = next(
            v for k, v in done.headers.multi_items() if k == "set-cookie" and "-session=" in v
        )
        assert cookie.startswith(f"{head}-session=")
        parts = {part.strip().casefold() for part in cookie.split(";")[1:]}
        assert {"httponly", "samesite=lax", "path=/"} <= parts
        assert ("secure" in parts) == secure
        assert not any(part.startswith("domain") for part in parts)


def test_signing_out_ends_the_session(app):
    browser = Browser(app, "rea")
    held = session_of(browser)
    response = browser.submit("/sign-out")
    assert response.headers["location"] == "/sign-in"
    assert session_of(browser) is None
    assert Browser(app, cookies={"tacitus-8150-session": held}).get("/account").status_code == 303


@pytest.mark.parametrize(
    ("token", "headers", "status"),
    [
        (None, {}, 403),
        ("", {}, 403),
        ("0" * 64, {}, 403),
        ("of another", {}, 403),
        ("right", {}, 303),
        ("right", {"origin": ADDRESS}, 303),
        ("right", {"origin": "https://evil.example"}, 403),
        ("right", {"origin": "null"}, 403),
        ("right", {"sec-fetch-site": "cross-site"}, 403),
        ("right", {"sec-fetch-site": "same-site"}, 403),
        ("right", {"sec-fetch-site": "same-origin"}, 303),
    ],
)
def test_what_changes_something_needs_the_token_of_the_session(
    app, browsers, token, headers, status
):
    mine = browsers["rea"]
    tokens = {"right": mine.token, "of another": browsers["rev"].token}
    fields = {} if token is None else {"csrf": tokens.get(token, token)}
    assert mine.post("/account/sessions", data=fields, headers=headers).status_code == status


def test_the_token_may_come_as_a_header_and_not_as_a_part_of_the_address(browsers):
    mine = browsers["rea"]
    by_header = mine.post("/account/sessions", headers={"X-CSRF-Token": mine.token})
    assert by_header.status_code == 303
    assert mine.post(f"/account/sessions?csrf={mine.token}").status_code == 403
    multipart = mine.post("/account/sessions", files={"csrf": (None, mine.token)})
    assert multipart.status_code == 403


def test_signing_in_needs_a_token_as_well(visitor):
    sent = visitor.post("/sign-in", data={"name": "rea", "password": PASSWORD})
    assert sent.status_code == 403
    assert session_of(visitor) is None


def test_every_route_that_changes_something_refuses_a_forged_request(app, browsers):
    admin = browsers["adm"]
    for method, path, _ in everything(app):
        if method not in SAFE:
            response = admin.request(method, path, headers={"origin": "https://evil.example"})
            assert response.status_code == 403, (method, path)
            assert admin.request(method, path).status_code == 403, (method, path)


def test_a_desk_without_accounts_is_not_open_to_other_sites(store):
    app = desk(store)
    browser = Browser(app)
    browser.open("/review")
    forged = browser.post("/review/x/reject", data={"why": "x"}, headers={"origin": "https://evil"})
    assert forged.status_code == 403
    assert browser.post("/review/x/reject", data={"why": "x"}).status_code == 403
    for kind, status in (("application/json", False), ("text/plain", True)):
        sent = browser.post("/api/v1/decisions", content="{}", headers={"content-type": kind})
        assert (sent.status_code == 403) == status
    page = browser.get("/account")
    assert page.status_code == 404
    assert "--accounts" in page.text


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil:8150"]
)
def test_a_strange_name_of_the_host_is_refused(visitor, host):
    assert visitor.get("/sign-in", headers={"host": host}).status_code == 421


def test_a_body_that_is_too_long_is_refused(visitor):
    visitor.open("/sign-in")
    long = {"name": "rea", "password": "x" * 2_000_000}
    assert visitor.submit("/sign-in", long).status_code == 413

    def slowly():
        for _ in range(40):
            yield b"password=" + b"x" * 50_000

    response = visitor.post(
        "/sign-in", content=slowly(), headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert response.status_code == 413
    many = "&".join(f"f{n}=1" for n in range(5000)) + f"&csrf={visitor.token}"
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert visitor.post("/sign-in", content=many, headers=kind).status_code in (400, 403)
    assert visitor.submit("/sign-in", {"name": "rea", "password": "x" * 5000}).status_code == 400


def test_a_token_is_shown_once_and_works_for_the_api_alone(app, browsers):
    mine = browsers["rev"]
    page = mine.submit("/account/tokens", {"label": "<b>script</b>", "role": "reader", "days": "3"})
    secret = re.search(r'value="(tacitus_[^"]+)"', page.text)[1]
    assert page.headers["cache-control"] == "no-store"
    assert secret not in mine.open("/account").text
    assert "<b>script" not in mine.open("/account").text
    program = Browser(app, headers={"authorization": f"Bearer {secret}"})
    assert program.get("/api/v1/openapi.json").status_code == 200
    # a reader's token decides nothing, and no token opens a page
    assert program.post("/api/v1/decisions", json={}).status_code == 403
    for path in ("/account", "/", "/review"):
        assert program.get(path).status_code == 403
    token = re.search(r"/account/tokens/(\w+)/revoke", mine.open("/account").text)[1]
    for name in ("rea", "adm"):
        other = browsers[name].submit(f"/account/tokens/{token}/revoke")
        assert other.status_code == 404, name
    assert program.get("/api/v1/openapi.json").status_code == 200
    assert mine.submit(f"/account/tokens/{token}/revoke").status_code == 303
    gone = program.get("/api/v1/openapi.json")
    assert (gone.status_code, gone.headers["www-authenticate"]) == (401, "Bearer")
    assert gone.json()["code"] == "bad-token"


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer x", "Basic cmVhOng=", "tacitus_x", "Bearer \u00e9"]
)
def test_what_is_no_token(visitor, header):
    response = visitor.get(
        "/api/v1/openapi.json", headers={"authorization": header.encode("latin-1")}
    )
    assert response.status_code == 401


def test_a_wrong_token_is_not_helped_by_a_session(app, browsers):
    response = browsers["adm"].get("/users", headers={"authorization": "Bearer x"})
    assert response.status_code == 401


def test_the_password_is_changed_by_whoever_knows_it(store):
    app = desk(store, accounts=True)
    app.state.accounts.add_user("kim", Role.READER, PASSWORD, by="test")
    browser, elsewhere = Browser(app, "kim"), Browser(app, "kim")
    fresh = "silver kettle sings"
    for fields, told in (
        ({"old": "wrong horse battery", "new": fresh, "again": fresh}, "present password is wrong"),
        ({"old": PASSWORD, "new": fresh, "again": fresh + "x"}, "two ways"),
        ({"old": PASSWORD, "new": "short", "again": "short"}, "5 characters"),
    ):
        response = browser.submit("/account/password", fields)
        assert response.status_code == 400
        assert told in response.text
    done = browser.submit("/account/password", {"old": PASSWORD, "new": fresh, "again": fresh})
    assert done.status_code == 303
    assert browser.open("/account").status_code == 200
    assert elsewhere.open("/account").status_code == 303
    assert Browser(app).sign_in("kim", fresh).status_code == 303


def test_an_administrator_sees_to_users(store):
    app = desk(store, accounts=True)
    admin = Browser(app, "adm")
    new = {"name": "Lou", "role": "reader", "password": "silver kettle sings"}
    assert admin.submit("/users", new).status_code == 303
    again = admin.submit("/users", new)
    assert again.status_code == 400
    assert "there is a user" in again.text
    assert admin.submit("/users", new | {"name": "<script>"}).status_code == 400
    lou = Browser(app)
    assert lou.sign_in("lou", "silver kettle sings").status_code == 303
    assert lou.get("/log").status_code == 403
    assert admin.submit("/users/lou/role", {"role": "editor"}).status_code == 303
    assert lou.get("/account").status_code == 303
    lou.sign_in("lou", "silver kettle sings")
    assert lou.get("/log").status_code == 200
    assert admin.submit("/users/lou/role", {"role": "owner"}).status_code == 400
    assert admin.submit("/users/lou/disabled", {"disabled": "true"}).status_code == 303
    assert lou.get("/log").status_code == 303
    assert admin.submit("/users/adm/disabled", {"disabled": "true"}).status_code == 400
    assert admin.submit("/users/none/role", {"role": "reader"}).status_code == 404
    page = admin.open("/users")
    assert "lou (disabled)" in page.text
    assert PASSWORD not in page.text
    assert "argon2" not in page.text


def test_a_desk_with_accounts_needs_a_user(tmp_path):
    path = str(tmp_path / "store.db")
    open_store(path).close()
    with pytest.raises(TacitusError) as told:
        desk(path, accounts=True)
    assert told.value.problem.code == "no-users"
    with pytest.raises(TacitusError) as told:
        desk(path, host="0.0.0.0")
    assert told.value.problem.code == "no-accounts"


def test_answers_are_kept_by_no_cache_between(browsers):
    response = browsers["rea"].get("/account")
    assert response.headers["cache-control"].startswith("private")
    assert "Cookie" in response.headers["vary"]


def test_least_roles_are_told_on_the_page_of_users(browsers):
    page = unescape(browsers["adm"].open("/users").text)
    for act in LEAST:
        assert act.value in page


@pytest.mark.parametrize(("secrets", "taken"), [(("one", "one"), True), (("one", "two"), False)])
def test_forms_of_one_process_are_taken_by_another_of_the_same_secret(tmp_path, secrets, taken):
    path = str(tmp_path / "store.db")
    with open_store(path) as opened:
        opened.add(shelling("r1"))
        opened.refresh()
        event = opened.event("r1#e1").id
    first, second = (Browser(desk(path, secret=secret)) for secret in secrets)
    first.open(f"/review/{event}")
    answer = second.as_one_signed_in(first).submit(f"/review/{event}/accept", {"why": "as told"})
    assert (answer.status_code == 303) is taken


@pytest.mark.slow
def test_several_processes_answer_as_one_desk(tmp_path):
    path = str(tmp_path / "store.db")
    with open_store(path) as opened:
        opened.add(shelling("r1"))
        opened.refresh()
        event = opened.event("r1#e1").id
    command = [sys.executable, "-m", "tacitus", "serve", "--store", path, "--port", "0", "--workers", "2"]  # fmt: skip
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        address = re.search(r"http://\S+", running.stderr.readline())[0].rstrip("/")
        told = set()
        for _ in range(20):
            # each client has a connection of its own, which any process may take
            with httpx.Client(base_url=address, timeout=60) as reader:
                form = reader.get(f"/review/{event}").text
                token, cookies = re.search(r'name="csrf" value="(\w+)"', form)[1], reader.cookies
            with httpx.Client(base_url=address, cookies=cookies, timeout=60) as writer:
                marked = {
                    "csrf": token,
                    "field": "place",
                    "report": "r1",
                    "quote": "x",
                    "start": "0",
                }
                told.add(writer.post(f"/review/{event}/words", data=marked).status_code)
        running.terminate()
    assert 403 not in told
