import pytest

from tacitus.knowledge import acled, ucdp
from tacitus.records import TacitusError


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"lasting": ["Cattle raid"]}, "'Cattle raid' is no sub-event type"),
        ({"disorder": {"Feasts": {"default": "x"}}}, "'Feasts' is no event type"),
        ({"regions": {"Here": ["ML"], "There": ["ML", "SN"]}}, "ML lies in two regions"),
    ],
)
def test_a_map_of_acled_that_does_not_fit_itself_is_refused(monkeypatch, changes, told):
    bad = acled.load_acled().model_copy(update=changes)
    monkeypatch.setattr(acled, "packaged", lambda *_: bad)
    with pytest.raises(TacitusError, match=told) as caught:
        acled.load_acled.__wrapped__()
    assert caught.value.problem.code == "bad-knowledge"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"sides": {"group": ["knights"]}}, "'knights' is no class of actor"),
        ({"gw": {"ML": 432, "SN": 432}}, "two states share a number"),
    ],
)
def test_a_map_of_ucdp_that_does_not_fit_itself_is_refused(monkeypatch, changes, told):
    bad = ucdp.load_ucdp().model_copy(update=changes)
    monkeypatch.setattr(ucdp, "packaged", lambda *_: bad)
    with pytest.raises(TacitusError, match=told) as caught:
        ucdp.load_ucdp.__wrapped__()
    assert caught.value.problem.code == "bad-knowledge"
