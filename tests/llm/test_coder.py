"""Answers are kept, runs are bounded and can be taken up again, one bad report stops nothing."""

import pytest
from helpers.chat import TEXT, Scripted, event, make_report, words

from tacitus.llm.answers import BadAnswerError, read_events
from tacitus.llm.backend import Answer, AskError
from tacitus.llm.budget import Budget
from tacitus.llm.coder import LlmCoder
from tacitus.llm.run import GIVE_UP, code_with_llm, summary
from tacitus.read import Skipped
from tacitus.records import Coded, TacitusError
from tacitus.scale.counts import RunCounts

GOOD = words(event())


@pytest.fixture
def coder(tmp_path):
    def make(*answers, **changes):
        return LlmCoder(Scripted(*answers), cache_folder=tmp_path, **changes)

    return make


def reports(number):
    return [make_report(f"r{n}", f"{TEXT} No. {n}.") for n in range(number)]


def run(inputs, coder):
    counts = RunCounts()
    outcomes = list(code_with_llm(inputs, coder))
    for outcome in outcomes:
        counts.add(outcome)
    return outcomes, counts


def codes(outcomes):
    return [o.problem.code if isinstance(o, Skipped) else len(o.claims) for o in outcomes]


def test_a_second_run_asks_nothing_and_gives_the_same(coder):
    first, second = coder(GOOD), coder(AskError("x", "asked"))
    one, two = run(reports(3), first)[0], run(reports(3), second)[0]
    assert one == two
    assert second.backend.asked == []
    assert (second.cached, second.budget.requests, second.budget.tokens) == (3, 0, 0)


@pytest.mark.parametrize("change", ["model", "identity", "answer_tokens"])
def test_another_model_is_asked_anew(coder, change):
    run(reports(1), coder(GOOD))
    other = Scripted(GOOD)
    setattr(other, change, 99 if change == "answer_tokens" else "other")
    run(reports(1), LlmCoder(other, cache_folder=coder(GOOD).cache_folder))
    assert len(other.asked) == 1


def test_a_damaged_file_of_the_cache_is_asked_anew(coder, tmp_path):
    run(reports(1), coder(GOOD))
    (path,) = tmp_path.rglob("*.json")
    for damage in ("", "{", "[]", '{"content": 3, "cut": false, "tokens": 1}'):
        path.write_text(damage, "utf-8")
        again = coder(GOOD)
        assert codes(run(reports(1), again)[0]) == [1]
        assert len(again.backend.asked) == 1


def test_the_number_of_reports_is_bounded_and_the_next_run_goes_on(coder):
    bounded = coder(GOOD, budget=Budget(max_reports=2))
    outcomes, counts = run(reports(4), bounded)
    assert codes(outcomes) == [1, 1, "budget-spent", "budget-spent"]
    assert counts.exit_code == 1
    assert codes(run(reports(4), coder(GOOD, budget=Budget(max_reports=2)))[0]) == [1] * 4


def test_no_more_tokens_are_asked_for_than_allowed(coder):
    one = coder(GOOD)
    run(reports(1), one)
    per_request = len(one.prompt.system) // 3 + 400
    bounded = coder(Answer(GOOD, False, per_request), budget=Budget(max_tokens=3 * per_request))
    outcomes, _ = run(reports(9), bounded)
    assert codes(outcomes)[0] == 1  # from the cache
    assert 0 < bounded.budget.tokens <= 3 * per_request
    assert codes(outcomes)[-1] == "budget-spent"


def test_no_tokens_allowed_asks_nothing(coder):
    bounded = coder(GOOD, budget=Budget(max_tokens=0))
    assert codes(run(reports(2), bounded)[0]) == ["budget-spent"] * 2
    assert bounded.backend.asked == []


@pytest.mark.parametrize(
    "bad", ["", "Sure! Here it is", "[]", '{"events": 3}', '{"event": []}', "{" * 9999]
)
def test_a_bad_answer_is_asked_for_once_more(coder, bad):
    mended = coder(bad, GOOD)
    assert codes(run(reports(1), mended)[0]) == [1]
    assert len(mended.backend.asked) == 2
    assert "not usable" in mended.backend.asked[1][-1]["content"]


def test_a_second_bad_answer_is_a_counted_outcome_that_the_next_run_does_not_pay_for(coder):
    bad = coder("no", "no", GOOD)
    outcomes, counts = run(reports(2), bad)
    assert codes(outcomes) == ["bad-answer", 1]
    assert counts.skipped == {"bad-answer": 1}
    again = coder(GOOD)
    assert codes(run(reports(2), again)[0]) == ["bad-answer", 1]
    assert again.backend.asked == []
    assert codes(run(reports(2), coder(GOOD, ask_again=True))[0]) == [1, 1]


def test_of_an_answer_cut_off_the_whole_events_are_read(coder):
    cut = coder(Answer(words(event(), event())[:-40], True, 50))
    (coded,) = run(reports(1), cut)[0]
    assert len(coded.claims) == 1
    assert "answer-cut" in {problem.code for problem in coded.problems}
    assert len(cut.backend.asked) == 1


def test_answers_in_fences_or_after_thoughts_are_read():
    for text in (f"```json\n{GOOD}\n```", f"<think>Hm {{</think>\n{GOOD}", f" {GOOD}\n"):
        assert len(read_events(Answer(text, False, 1))) == 1
    with pytest.raises(BadAnswerError, match="cut off"):
        read_events(Answer('{"events": [{"evid', True, 1))


def test_one_failed_report_does_not_stop_the_run(coder):
    failing = coder(AskError("timed-out", "slow", tokens=7, down=True), GOOD)
    outcomes, counts = run(reports(3), failing)
    assert codes(outcomes) == ["timed-out", 1, 1]
    assert outcomes[0].problem.message.startswith("r0: slow")
    assert counts.exit_code == 1
    assert failing.budget.tokens == 7 + 50 + 50


def test_an_endpoint_out_of_reach_is_given_up_but_the_cache_still_serves(coder):
    everything = reports(GIVE_UP + 3)
    run(everything[-1:], coder(GOOD))
    away = coder(AskError("no-connection", "away", down=True))
    outcomes, _ = run(everything, away)
    assert codes(outcomes) == ["no-connection"] * GIVE_UP + ["not-asked"] * 2 + [1]
    assert len(away.backend.asked) == GIVE_UP


def test_a_fault_of_the_program_in_one_report_is_named(coder, monkeypatch):
    monkeypatch.setattr("tacitus.llm.coder.read_out", lambda *_: 1 / 0)
    outcomes, _ = run(reports(1), coder(GOOD))
    assert codes(outcomes) == ["not-coded"]


def test_what_no_request_can_mend_ends_the_run(coder, monkeypatch):
    def refuse(*_):
        raise TacitusError("key-refused", "no")

    refused = coder(GOOD)
    monkeypatch.setattr(refused.backend, "ask", refuse)
    with pytest.raises(TacitusError, match="no"):
        run(reports(1), refused)


def test_inputs_that_could_not_be_read_pass_through(coder):
    skipped = Skipped("x.txt", None, AskError("empty-file", "empty").problem)
    assert run([skipped], coder(GOOD))[0] == [skipped]


def test_a_long_report_is_asked_about_in_stretches_and_numbered_through(coder):
    long = make_report(text=f"{TEXT}\n\n{'Nothing of note took place. ' * 40}\n\n{TEXT}")
    asking = coder(GOOD, stretch=700)
    (coded,) = run([long], asking)[0]
    assert isinstance(coded, Coded)
    assert len(asking.backend.asked) >= 2
    assert asking.budget.reports == 1
    assert [claim.id for claim in coded.claims] == ["e1", "e2"]
    assert coded.claims[1].evidence[0].start > 1000


def test_the_summary_counts_reports_requests_and_drops(coder):
    asking = coder(words(event(place="Kandy"), event(evidence=["invented words here"])))
    _, counts = run(reports(1), asking)
    told = summary(counts, asking)
    assert "1 read, 1 coded, 0 skipped, 1 events" in told
    assert "1 requests about 1 reports, 50 tokens; 0 answers from the cache" in told
    assert "2 events proposed, 1 kept, 1 dropped (no-evidence 1)" in told
    assert "place not-in-report 1" in told
