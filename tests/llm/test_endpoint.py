"""A server on loopback that misbehaves: what can pass is waited for, the rest is a typed outcome."""

import json
from datetime import UTC, datetime

import pytest
from helpers.chat import Reply, chat_server, completion, event, make_report, words

from tacitus.fetch.waiting import backoff, retry_after
from tacitus.knowledge.codebook import load_codebook
from tacitus.llm.backend import AskError
from tacitus.llm.coder import LlmCoder
from tacitus.llm.endpoint import ATTEMPTS, MAX_WAIT, Endpoint
from tacitus.llm.prompt import make_prompt
from tacitus.llm.run import code_with_llm
from tacitus.read import Skipped
from tacitus.records import TacitusError

SCHEMA = make_prompt(load_codebook()).schema
MESSAGES = [{"role": "user", "content": "List the events."}]
GOOD = Reply(completion(words(event())))
LIMITED = Reply("slow down", 429, {"Retry-After": "7"})
KEY = "sk-very-secret"


class Asked:
    """An endpoint on the test's server with waits that only are noted."""

    def __init__(self, url, **changes):
        self.waits = []
        options = {"timeout": 0.5, "answer_tokens": 200, "sleep": self.waits.append, **changes}
        self.endpoint = Endpoint(url, "m", **options)

    def ask(self):
        return self.endpoint.ask(MESSAGES, SCHEMA)


def test_a_request_has_model_key_and_schema():
    with chat_server(GOOD) as (url, asked):
        answer = Asked(url, key=KEY).ask()
    headers, body = asked[0]
    assert (answer.tokens, answer.cut) == (70, False)
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert (body["model"], body["max_tokens"], body["temperature"]) == ("m", 200, 0)
    assert body["response_format"]["json_schema"]["schema"] == SCHEMA


@pytest.mark.parametrize(
    ("trouble", "code", "waits"),
    [
        (LIMITED, "rate-limited", [7, 7, 7]),
        (Reply("", 429, {"Retry-After": "soon"}), "rate-limited", [1, 2, 4]),
        (Reply("oops", 500), "server-error", [1, 2, 4]),
        (Reply("oops", 503, {"Retry-After": "0"}), "server-error", [0, 0, 0]),
        (Reply("{", 200), "bad-response", [1, 2, 4]),
        (Reply("<html>", 200), "bad-response", [1, 2, 4]),
        (Reply("[" * 100_000, 200), "bad-response", [1, 2, 4]),
        (Reply("{}", 200), "bad-response", [1, 2, 4]),
        (Reply("[]", 200), "bad-response", [1, 2, 4]),
        (Reply('{"choices": []}', 200), "bad-response", [1, 2, 4]),
        (Reply('{"choices": [{"message": null}]}', 200), "bad-response", [1, 2, 4]),
        (Reply('{"choices": [', 200, claimed=5000), "broken-off", [1, 2, 4]),
        (Reply("", 200, {"Content-Encoding": "gzip"}, claimed=0), "bad-response", [1, 2, 4]),
        (Reply("no gzip", 200, {"Content-Encoding": "gzip"}), "broken-off", [1, 2, 4]),
        (Reply("x" * (5 << 20), 200), "timed-out", [1, 2, 4]),
    ],
)
def test_trouble_that_may_pass_is_waited_for(trouble, code, waits):
    with chat_server(trouble, GOOD) as (url, asked):
        asking = Asked(url)
        assert asking.ask().content
        assert (len(asked), asking.waits) == (2, waits[:1])
    with chat_server(trouble) as (url, asked):
        asking = Asked(url)
        with pytest.raises(AskError) as failure:
            asking.ask()
        assert (len(asked), asking.waits) == (ATTEMPTS, waits)
    assert (failure.value.problem.code, failure.value.down) == (code, True)


def test_a_server_that_does_not_answer_in_time_is_given_up_and_its_cost_counted():
    with chat_server(Reply(delay=30)) as (url, asked):
        asking = Asked(url, timeout=0.1)
        with pytest.raises(AskError) as failure:
            asking.ask()
    assert failure.value.problem.code == "timed-out"
    assert len(asked) == ATTEMPTS
    assert failure.value.tokens > ATTEMPTS * 200


def test_nobody_there():
    with chat_server(GOOD) as (url, _):
        pass
    asking = Asked(url)
    with pytest.raises(AskError) as failure:
        asking.ask()
    assert (failure.value.problem.code, failure.value.tokens) == ("no-connection", 0)


def test_more_patience_than_bearable_is_not_waited_for():
    with chat_server(Reply("", 429, {"Retry-After": str(MAX_WAIT + 1)})) as (url, asked):
        asking = Asked(url)
        with pytest.raises(AskError, match="121 s of patience"):
            asking.ask()
    assert (len(asked), asking.waits) == (1, [])


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7),
        ("1.5", 1.5),
        ("-3", 0),
        ("Thu, 20 Apr 1995 12:00:30 GMT", 30),
        ("Thu, 20 Apr 1995 11:00:00 GMT", 0),
        ("nan", None),
        ("inf", None),
        ("tomorrow", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value, seconds):
    assert retry_after(value, now=datetime(1995, 4, 20, 12, 0, tzinfo=UTC)) == seconds


def test_own_waits_double_up_to_a_bound():
    assert [backoff(n) for n in (1, 2, 3, 9)] == [1, 2, 4, 30]


@pytest.mark.parametrize(
    ("refusals", "form", "limit"),
    [
        (0, "json_schema", "max_tokens"),
        (1, "json_schema", "max_completion_tokens"),
        (2, "json_object", "max_tokens"),
        (4, None, "max_tokens"),
    ],
)
@pytest.mark.parametrize("status", [400, 422])
def test_a_server_that_knows_less_is_asked_more_simply_from_then_on(refusals, form, limit, status):
    refusal = Reply('{"error": "unsupported"}', status)
    with chat_server(*[refusal] * refusals, GOOD) as (url, asked):
        asking = Asked(url)
        asking.ask()
        asking.ask()
    assert len(asked) == refusals + 2
    for _, body in asked[-2:]:
        assert body.get("response_format", {}).get("type") == form
        assert body[limit] == 200


def test_a_request_refused_in_every_way_costs_only_its_report():
    refusal = Reply('{"error": "context length exceeded"}', 400)
    with chat_server(*[refusal] * 6, GOOD) as (url, asked):
        asking = Asked(url)
        with pytest.raises(AskError, match="context length exceeded") as failure:
            asking.ask()
        asking.ask()
    assert (failure.value.problem.code, failure.value.down) == ("request-refused", False)
    assert asked[-1][1]["response_format"]["type"] == "json_schema"


@pytest.mark.parametrize(
    ("status", "code"), [(401, "key-refused"), (403, "key-refused"), (404, "no-such-endpoint")]
)
def test_what_no_request_can_mend_ends_the_run_without_showing_the_key(status, code):
    with (
        chat_server(Reply(f"Incorrect API key: {KEY}", status)) as (url, _),
        pytest.raises(TacitusError) as error,
    ):
        Asked(url, key=KEY).ask()
    assert error.value.problem.code == code
    assert KEY not in str(error.value)


def test_a_redirect_is_not_followed_so_that_the_key_stays():
    with (
        chat_server(GOOD) as (other, elsewhere),
        chat_server(Reply("", 307, {"Location": f"{other}/chat/completions"})) as (url, _),
        pytest.raises(AskError, match="HTTP 307"),
    ):
        Asked(url, key=KEY).ask()
    assert elsewhere == []


def test_the_key_is_not_in_what_is_printed_of_an_endpoint():
    assert KEY not in repr(Endpoint("http://localhost:1/v1", "m", KEY))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost:8080",
        "ftp://x/v1",
        "http://",
        "http://[/v1",
        f"http://u:{KEY}@h/v1",
        f"http://h/v1?key={KEY}",
    ],
)
def test_an_address_that_is_none_or_holds_a_key_is_refused(url):
    with pytest.raises(TacitusError) as error:
        Endpoint(url, "m")
    assert error.value.problem.code == "bad-endpoint"
    assert KEY not in str(error.value)


def test_a_key_with_a_line_break_is_refused_without_being_shown():
    with pytest.raises(TacitusError) as error:
        Endpoint("http://localhost:1/v1", "m", f"{KEY}\nX: y")
    assert KEY not in str(error.value)


def test_usage_that_is_not_told_is_estimated():
    body = json.loads(GOOD.body)
    del body["usage"]
    with chat_server(Reply(json.dumps(body))) as (url, _):
        assert Asked(url).ask().tokens > 50


def test_a_whole_run_over_a_server_that_does_everything_wrong(tmp_path):
    """Bad JSON, invented quotes, a wrong schema, trouble that passes: each report has its outcome."""
    replies = [
        Reply(completion("I found two events!")),
        Reply(completion("Really.")),
        Reply(completion(words(event(evidence=["Rebels massacred the village"])))),
        Reply(completion('{"incidents": []}')),
        Reply(completion('{"events": "none"}')),
        LIMITED,
        Reply("oops", 500),
        Reply('{"choices": [', 200, claimed=5000),
        GOOD,
        GOOD,
    ]
    with chat_server(*replies) as (url, _):
        endpoint = Asked(url).endpoint
        coder = LlmCoder(endpoint, cache_folder=tmp_path)
        texts = [make_report(f"r{n}", f"{make_report().text} {n}") for n in range(5)]
        outcomes = list(code_with_llm(texts, coder))
    assert [o.problem.code if isinstance(o, Skipped) else len(o.claims) for o in outcomes] == [
        "bad-answer",
        0,
        "bad-answer",
        1,
        1,
    ]
    assert coder.drops.summary().startswith("3 events proposed, 2 kept, 1 dropped (no-evidence 1)")
