"""Which act each address of the desk is: the one place where that stands.

The first rule that fits holds. What no rule names is for administrators alone, but for reading,
which is for readers: a page that somebody adds and forgets to enter here is shut, not open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tacitus.serve.accounts.roles import Act

#: Methods that change nothing.
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Rule:
    """What requests to some addresses are.

    Attributes:
        path: regular expression that a whole path must fit.
        read: the act that a request is which changes nothing.
        write: the act that any other is.
    """

    path: str
    read: Act
    write: Act


RULES: tuple[Rule, ...] = (
    Rule(r"/static/.*|/favicon\.ico|/healthz", Act.SIGN_IN, Act.ADMINISTER),
    Rule(r"/sign-in", Act.SIGN_IN, Act.SIGN_IN),
    Rule(r"/sign-out", Act.SIGN_IN, Act.SIGN_IN),
    Rule(r"/account(/.*)?", Act.OWN_ACCOUNT, Act.OWN_ACCOUNT),
    Rule(r"/users(/.*)?", Act.ADMINISTER, Act.ADMINISTER),
    Rule(r"/log(/.*)?", Act.EDIT, Act.ADMINISTER),
    Rule(r"/review/(rounds|gold)(/.*)?", Act.EDIT, Act.EDIT),
    Rule(r"/review(/.*)?", Act.REVIEW, Act.REVIEW),
    Rule(r"/api/v1/decisions(/.*)?", Act.READ, Act.REVIEW),
    Rule(r"/.*", Act.READ, Act.ADMINISTER),
)
_COMPILED = tuple((re.compile(rule.path, re.DOTALL), rule) for rule in RULES)


def act_of(method: str, path: str) -> Act:
    """What a request is.

    Args:
        method: of HTTP.
        path: of the address, decoded.
    """
    for pattern, rule in _COMPILED:
        if pattern.fullmatch(path):
            return rule.read if method in SAFE else rule.write
    return Act.ADMINISTER
