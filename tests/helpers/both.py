"""Claims of a text that both engines read, the learned reader's part written in the test."""

from __future__ import annotations

from datetime import date

from helpers.fake_model import FakeModel
from tacitus.extract.blending import blend
from tacitus.extract.extractor import extract_claims
from tacitus.extract.proposals import Proposer
from tacitus.extract.proposed import Assembler
from tacitus.extract.reading import read_out
from tacitus.knowledge.codebook import load_codebook, load_index
from tacitus.knowledge.gazetteer import open_gazetteer
from tacitus.knowledge.learned import load_trust
from tacitus.parse.document import parse
from tacitus.read import make_report


def both(text, script):
    report = make_report(text, id="r", option=date(2015, 3, 4))
    reading = read_out(parse(report), load_codebook(None), load_index(None), open_gazetteer())
    ruled = extract_claims(reading)
    proposer = Proposer(reading, FakeModel(text, script), load_trust(), ruled)
    return blend(proposer, Assembler(reading, "fake"), ruled)
