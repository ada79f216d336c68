"""Words of reports, reviewers and visitors come out as words of the pages that few may see, too."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import pytest
from helpers.desk import Browser, add_users, desk
from helpers.desk_stores import HOSTILE, hostile_store
from helpers.faults import Faults, faults_in

from tacitus.serve.security import CONTENT_SECURITY_POLICY
from tacitus.store import new_decision, open_store
from tacitus.store.queue import waiting_ids


@dataclass
class Held:
    """A desk on whose every word somebody meant harm.

    Attributes:
        admin: the browser of an administrator.
        paths: pages to look at.
    """

    admin: Browser
    paths: list[str]


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    path = hostile_store(tmp_path_factory.mktemp("hostile") / "store.db")
    add_users(path)
    with open_store(path) as opened:
        for number, event in enumerate(opened.events()):
            words = HOSTILE[number % len(HOSTILE)]
            for field in ("place", "initiators", "weapons"):
                value = json.dumps(words if field == "place" else [words])
                edit = new_decision(
                    "edit", author=words, why=words, claims=event.claims, field=field, value=value
                )
                opened.decide(edit)
        with opened.reading() as connection:
            waiting = waiting_ids(connection)
    app = desk(path, accounts=True)
    admin = Browser(app, "adm", headers={"user-agent": HOSTILE[0]})
    rev, ron = Browser(app, "rev"), Browser(app, "ron")
    for words in HOSTILE:
        visitor = Browser(app)
        visitor.open("/sign-in")
        visitor.submit("/sign-in", {"name": words, "password": words})
        admin.submit("/account/tokens", {"label": words[:100], "role": "reader", "days": "3"})
    # some assessed apart, one of them settled; some decided at once; the others wait
    apart, alone = waiting[:3], waiting[3:6]
    rounds = {}
    for event in apart:
        admin.open("/review/rounds")
        answer = admin.submit("/review/rounds", {"event": event, "reviewers": "rev\nron"})
        assert answer.status_code == 303, answer.text
        for number, one in enumerate((rev, ron)):
            one.open(f"/review/{event}")
            sent = one.submit(f"/review/{event}/reject", {"why": HOSTILE[number]})
            assert sent.status_code == 303
        found = re.findall(r"/review/rounds/(\w{26})", admin.open("/review/rounds").text)
        rounds |= dict.fromkeys(found)
    first = next(iter(rounds))
    admin.open(f"/review/rounds/{first}")
    settled = admin.submit(
        f"/review/rounds/{first}/settle", {"verdict": "reject", "why": HOSTILE[2]}
    )
    assert settled.status_code == 303, settled.text
    for event, words in zip(alone, HOSTILE[3:], strict=False):
        admin.open(f"/review/{event}")
        sent = admin.submit(f"/review/{event}/reject", {"why": words})
        assert sent.status_code == 303
    paths = [
        "/review",
        "/review?done=reject",
        "/review/rounds",
        "/review/gold",
        "/users",
        "/account",
    ]
    paths += [f"/review/{event}" for event in waiting]
    paths += [f"/review/rounds/{name}" for name in rounds]
    paths += [f"/events/{event}" for event in waiting]
    paths += [
        f"/log?{urlencode({'of': of, 'offset': at})}" for of in ("store", "users") for at in (0, 50)
    ]
    for words in HOSTILE:
        paths += [
            f"/log?{urlencode({'who': words, 'kind': words, 'subject': words})}",
            f"/log?{urlencode({'of': 'users', 'who': words})}",
            f"/review?{urlencode({'done': words, 'q': words, 'outlet': words})}",
            f"/review/{waiting[-1]}?{urlencode({'look': words, 'q': words})}",
            f"/review/{quote(words, safe='')}",
            f"/review/rounds/{quote(words, safe='')}",
            f"/sign-in?{urlencode({'next': words, 'name': words})}",
            f"/users?{urlencode({'done': words})}",
            f"/account?{urlencode({'done': words})}",
        ]
    return Held(admin, paths)  # fmt: skip


def test_words_come_out_as_words(held):
    answered = set()
    for path in held.paths:
        answer = held.admin.get(path)
        answered.add(answer.status_code)
        assert answer.status_code < 500, path
        assert faults_in(answer.text) == [], path
        assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
        assert "133" + "7" not in answer.text, path
    assert 200 in answered


@pytest.mark.parametrize(("path", "said"), [("/log", HOSTILE[4]), ("/account", HOSTILE[5])])
def test_the_hostile_words_are_there_to_be_read(held, path, said):
    page = Faults()
    page.feed(held.admin.get(path).text)
    assert said in "".join(page.words)


def test_forms_that_are_refused_give_the_words_back_as_words(held):
    event = next(path for path in reversed(held.paths) if re.fullmatch(r"/review/\w{26}", path))
    for words in HOSTILE:
        for act, form in (
            ("edit", {"type": words, "place": words, "initiators": words, "why": ""}),
            ("merge", {"other": words, "why": words}),
            ("split", {"claim": words, "why": words}),
            ("undo", {"decision": words, "why": words}),
        ):
            held.admin.open(event)
            answer = held.admin.submit(f"{event}/{act}", form)
            assert answer.status_code in (303, 400, 404), (act, answer.status_code)
            assert faults_in(answer.text) == [], (act, words)
            assert words not in answer.headers.get("location", "")
