"""Users, sessions and tokens at rest."""

import os
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import tacitus.serve.accounts.migrations
from tacitus.records import TacitusError
from tacitus.serve.accounts import attempts, passwords
from tacitus.serve.accounts.accounts import HEAD, accounts_target, open_accounts
from tacitus.serve.accounts.roles import LEAST, Act, Role, may, role_of
from tacitus.serve.accounts.schema import metadata
from tacitus.serve.accounts.secrets import kept
from tacitus.serve.accounts.sessions import IDLE, LONGEST
from tacitus.store import open_store
from tacitus.store.connect import Database

RIGHT = "copper lantern walks"
WRONG = "copper lantern talks"
HERE = "127.0.0.1"


class Clock:
    def __init__(self):
        self.at = datetime(2026, 3, 1, 9, tzinfo=UTC)

    def __call__(self):
        return self.at

    def on(self, **time):
        self.at += timedelta(**time)


POSTGRES = os.environ.get("TACITUS_TEST_POSTGRES")


@pytest.fixture(params=["sqlite", "postgresql"])
def account_target(request, tmp_path):
    """Where new accounts can be made."""
    if request.param == "sqlite":
        yield str(tmp_path / "users")
        return
    if not POSTGRES:
        pytest.skip("TACITUS_TEST_POSTGRES is not set, see scripts/start_postgres.sh")
    join = "&" if "?" in POSTGRES else "?"
    made = f"{POSTGRES}{join}schema=a{uuid4().hex}"
    yield made
    database = Database(made)
    with database.writing() as connection:
        connection.execute(sa.text(f"DROP SCHEMA IF EXISTS {database.schema} CASCADE"))
    database.close()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def accounts(account_target, clock):
    with open_accounts(account_target, clock=clock) as opened:
        yield opened


@pytest.fixture
def ana(accounts):
    return accounts.add_user("ana", Role.REVIEWER, RIGHT, by="test")


def code_of(told):
    return told.value.problem.code


def test_the_migrations_make_the_tables_of_the_schema(account_target):
    open_accounts(account_target).close()
    database = Database(account_target)
    with database.reading() as connection:

        def ours(thing, name, kind, *_):
            return kind != "table" or name in metadata.tables

        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": ours}
        )
        assert compare_metadata(context, metadata) == []
    database.close()


def test_the_head_is_the_last_migration():
    folder = Path(tacitus.serve.accounts.migrations.__file__).parent
    assert ScriptDirectory(str(folder)).get_heads() == [HEAD]


def test_a_store_is_no_file_of_users_nor_the_other_way_round(tmp_path):
    open_store(tmp_path / "a.db").close()
    with pytest.raises(TacitusError) as told:
        open_accounts(tmp_path / "a.db")
    assert code_of(told) == "not-a-user-file"
    open_accounts(tmp_path / "b").close()
    with pytest.raises(TacitusError) as told:
        open_store(tmp_path / "b")
    assert code_of(told) == "not-a-store"
    with pytest.raises(TacitusError) as told:
        open_accounts(tmp_path / "c", create=False)
    assert code_of(told) == "no-user-file"


@pytest.mark.parametrize(
    ("store", "file", "wanted"),
    [
        ("desk.db", None, "desk.db.accounts"),
        ("desk.db", Path("/etc/users"), "/etc/users"),
        ("sqlite:////data/desk.db", None, "/data/desk.db.accounts"),
        ("postgresql://u:p@host/base", None, "postgresql://u:p@host/base?schema=tacitus_accounts"),
        ("postgresql://u@host/base?schema=x", None, "postgresql://u@host/base?schema=x_accounts"),
    ],
)
def test_where_accounts_are_kept(store, file, wanted):
    assert accounts_target(store, file) == wanted


def test_only_its_owner_can_read_the_file(tmp_path):
    with open_accounts(tmp_path / "users") as accounts:
        accounts.add_user("ana", Role.READER, RIGHT, by="test")
    assert {p.stat().st_mode & 0o777 for p in tmp_path.glob("users*")} == {0o600}


def test_no_secret_is_kept_as_it_is(tmp_path, costly_passwords):
    with open_accounts(tmp_path / "users") as accounts:
        accounts.add_user("ana", Role.READER, RIGHT, by="test")
        session = accounts.sign_in("ana", RIGHT, address=HERE)
        _, token = accounts.add_token("ana", "script", Role.READER, by="ana")
        accounts.sign_in("my secret by mistake", WRONG, address=HERE)
    told = sqlite3.connect(tmp_path / "users")
    dumped = "\n".join(told.iterdump())
    told.close()
    assert "$argon2id$v=19$m=65536,t=3,p=4$" in dumped
    for secret in (RIGHT, WRONG, session, token, "my secret"):
        assert secret not in dumped


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("ana", "ana"),
        (" Ana ", "ana"),
        ("Олена", "олена"),
        ("ليلى", "ليلى"),
        ("a.b-c_d@e", "a.b-c_d@e"),
    ],
)
def test_names_of_users(accounts, name, held):
    assert accounts.add_user(name, Role.READER, RIGHT, by="test").name == held
    assert accounts.user(name.upper()).name == held
    with pytest.raises(TacitusError) as told:
        accounts.add_user(held, Role.ADMIN, RIGHT, by="test")
    assert code_of(told) == "user-name-taken"


@pytest.mark.parametrize("name", ["", " ", "a b", "<b>", "-x", "a/b", "x" * 65, "a\x00b\n", "../x"])
def test_what_is_no_name(accounts, name):
    with pytest.raises(TacitusError) as told:
        accounts.add_user(name, Role.READER, RIGHT, by="test")
    assert code_of(told) == "bad-user-name"


@pytest.mark.parametrize(
    ("password", "fine"),
    [
        (RIGHT, True),
        ("x" * 12, False),
        ("short", False),
        ("abcdefghijk", False),
        ("anastasia123", False),
        ("anastasia likes old trains", True),
        ("пароль из слов", True),
        ("a" * 250 + "bcdefgh", False),
    ],
)
def test_what_makes_a_password(password, fine):
    if fine:
        passwords.check(password, "anastasia")
        return
    with pytest.raises(TacitusError) as told:
        passwords.check(password, "anastasia")
    assert code_of(told) == "weak-password"
    assert password not in str(told.value)


def test_one_who_is_unknown_costs_as_much_as_one_who_is_known(costly_passwords):
    passwords._nobodys.cache_clear()
    known = passwords.hashed(RIGHT)
    assert passwords.fits(RIGHT, known)
    assert not passwords.fits(WRONG, known)
    assert not passwords.fits("nobody has this password", None)
    # the hash compared with has the same parameters
    assert passwords._nobodys().rsplit("$", 2)[0] == known.rsplit("$", 2)[0]
    assert not passwords.fits(RIGHT, "no hash")


def test_a_password_is_the_same_however_it_is_composed():
    assert passwords.fits("cafe\u0301 au lait noir", passwords.hashed("caf\u00e9 au lait noir"))


def test_roles_build_on_each_other():
    assert [may(role, Act.READ) for role in Role] == [True] * 4
    assert [may(role, Act.REVIEW) for role in Role] == [False, True, True, True]
    assert [may(role, Act.EDIT) for role in Role] == [False, False, True, True]
    assert [may(role, Act.ADMINISTER) for role in Role] == [False, False, False, True]
    assert [act for act in Act if may(None, act)] == [Act.SIGN_IN]
    assert set(LEAST) == set(Act)
    assert role_of(" Editor ") == Role.EDITOR
    with pytest.raises(TacitusError):
        role_of("owner")


def test_a_session_tells_who_it_is(accounts, ana):
    secret = accounts.sign_in("ANA", RIGHT, address=HERE, agent="Firefox")
    person = accounts.of_session(secret)
    assert (person.name, person.role, person.by) == ("ana", Role.REVIEWER, "session")
    assert accounts.of_session(secret + "x") is None
    (held,) = accounts.sessions_of(ana.id)
    assert (held.address, held.agent) == (HERE, "Firefox")


@pytest.mark.parametrize(
    ("name", "password"), [("ana", WRONG), ("bob", RIGHT), ("", ""), ("ana", "")]
)
def test_who_is_wrong_does_not_get_in(accounts, ana, name, password):
    assert accounts.sign_in(name, password, address=HERE) is None
    assert accounts.sessions_of(ana.id) == []


def test_a_new_session_has_a_new_id_and_ends_the_one_before(accounts, ana):
    first = accounts.sign_in("ana", RIGHT, address=HERE)
    second = accounts.sign_in("ana", RIGHT, address=HERE, old=first)
    assert first != second
    assert accounts.of_session(first) is None
    assert accounts.of_session(second) is not None
    # an id that somebody else chose never becomes a session
    third = accounts.sign_in("ana", RIGHT, address=HERE, old="chosen")
    assert third != "chosen"
    assert accounts.of_session("chosen") is None


def test_a_session_ends_when_it_is_not_used(accounts, ana, clock):
    secret = accounts.sign_in("ana", RIGHT, address=HERE)
    clock.at += IDLE - timedelta(seconds=1)
    assert accounts.of_session(secret)
    clock.at += IDLE - timedelta(seconds=1)
    assert accounts.of_session(secret)
    clock.at += IDLE
    assert accounts.of_session(secret) is None


def test_a_session_ends_after_a_working_day_however_much_it_is_used(accounts, ana, clock):
    secret = accounts.sign_in("ana", RIGHT, address=HERE)
    began = clock.at
    while clock.at + timedelta(minutes=30) < began + LONGEST:
        clock.on(minutes=30)
        assert accounts.of_session(secret)
    clock.on(minutes=30)
    assert accounts.of_session(secret) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda accounts: accounts.set_role("ana", Role.READER, by="admin"),
        lambda accounts: accounts.set_password("ana", "another good one", by="admin"),
        lambda accounts: accounts.set_disabled("ana", True, by="admin"),
        lambda accounts: accounts.end_sessions(accounts.user("ana").id),
    ],
)
def test_sessions_end_when_the_user_changes(accounts, ana, change):
    secret = accounts.sign_in("ana", RIGHT, address=HERE)
    change(accounts)
    assert accounts.of_session(secret) is None


def test_the_session_that_changes_the_password_goes_on(accounts, ana):
    mine = accounts.sign_in("ana", RIGHT, address=HERE)
    other = accounts.sign_in("ana", RIGHT, address="10.0.0.1")
    accounts.set_password("ana", "another good one", by="ana", keep=mine)
    assert accounts.of_session(mine)
    assert accounts.of_session(other) is None
    assert accounts.sign_in("ana", RIGHT, address=HERE) is None
    assert accounts.sign_in("ana", "another good one", address=HERE)


def test_who_is_disabled_stays_out_until_enabled(accounts, ana):
    _, token = accounts.add_token("ana", "script", Role.READER, by="ana")
    accounts.set_disabled("ana", True, by="test")
    assert accounts.sign_in("ana", RIGHT, address=HERE) is None
    assert accounts.of_token(token) is None
    accounts.set_disabled("ana", False, by="test")
    assert accounts.sign_in("ana", RIGHT, address=HERE)


def test_there_is_always_an_administrator(accounts, ana):
    accounts.add_user("root", Role.ADMIN, RIGHT, by="test")
    for change in (
        lambda: accounts.set_role("root", Role.EDITOR, by="test"),
        lambda: accounts.set_disabled("root", True, by="test"),
    ):
        with pytest.raises(TacitusError) as told:
            change()
        assert code_of(told) == "last-admin"
    accounts.set_role("ana", Role.ADMIN, by="root")
    assert accounts.set_disabled("root", True, by="ana").disabled


def tries(accounts, times, name="ana", address=HERE):
    for _ in range(times):
        assert accounts.sign_in(name, WRONG, address=address) is None


def waits(accounts, name="ana", address=HERE, password=WRONG):
    """Seconds that the next attempt must wait; 0 where it need not, and then it is made."""
    with accounts.database.reading() as connection:
        left = attempts.wait(connection, kept(name), address, accounts.clock())
    if left <= timedelta():
        assert accounts.sign_in(name, password, address=address) is None
        return 0
    with pytest.raises(TacitusError) as told:
        accounts.sign_in(name, password, address=address)
    assert code_of(told) == "too-many-attempts"
    assert told.value.problem.fix == f"Wait {int(left.total_seconds()) + 1} seconds."
    return int(left.total_seconds()) + 1


def test_attempts_must_wait_longer_each_time(accounts, ana, clock):
    tries(accounts, 5)
    before = 0
    for _ in range(4):
        wait = waits(accounts)
        assert wait > before
        # the right password must wait as well
        assert waits(accounts, password=RIGHT) == wait
        clock.on(seconds=wait)
        tries(accounts, 1)
        before = wait
    clock.on(minutes=16)
    assert accounts.sign_in("ana", RIGHT, address=HERE)


def test_the_owner_gets_in_from_elsewhere_while_somebody_guesses(accounts, ana):
    tries(accounts, 5)
    assert waits(accounts)
    assert accounts.sign_in("ana", RIGHT, address="10.0.0.1")


def test_many_addresses_are_slowed_at_one_account(accounts, ana):
    for n in range(20):
        tries(accounts, 1, address=f"10.0.0.{n}")
    assert waits(accounts, address="10.0.1.1")
    assert not waits(accounts, name="bob", address="10.0.1.1")


def test_one_address_is_slowed_at_many_accounts(accounts, ana):
    for n in range(30):
        tries(accounts, 1, name=f"u{n}")
    assert waits(accounts, name="another")
    assert not waits(accounts, name="another", address="10.0.1.1")


def test_who_gets_in_has_no_failures_left(accounts, ana):
    tries(accounts, 4)
    assert accounts.sign_in("ana", RIGHT, address=HERE)
    tries(accounts, 4)
    assert accounts.sign_in("ana", RIGHT, address=HERE)


def test_names_that_nobody_has_wait_the_same(accounts, ana):
    tries(accounts, 5)
    tries(accounts, 5, name="nobody", address="10.0.0.9")
    assert waits(accounts) == waits(accounts, name="nobody", address="10.0.0.9")


def test_a_token_stands_for_its_owner(accounts, ana):
    token, secret = accounts.add_token("ana", "nightly export", Role.READER, by="ana")
    person = accounts.of_token(secret)
    assert (person.name, person.role, person.by) == ("ana", Role.READER, "token")
    assert accounts.of_token(secret[:-1]) is None
    (held,) = accounts.tokens_of(ana.id)
    assert (held.id, held.label) == (token.id, "nightly export")
    assert held.used_at


def test_a_token_is_worth_no_more_than_its_owner_is_now(accounts, ana):
    _, secret = accounts.add_token("ana", "x", Role.REVIEWER, by="ana")
    accounts.set_role("ana", Role.READER, by="root")
    assert accounts.of_token(secret).role == Role.READER


def test_a_token_ends(accounts, ana, clock):
    _, secret = accounts.add_token("ana", "x", Role.READER, days=1, by="ana")
    _, other = accounts.add_token("ana", "y", Role.READER, days=2, by="ana")
    clock.on(days=1)
    assert accounts.of_token(secret) is None
    assert accounts.of_token(other)


def test_a_token_is_revoked_by_its_owner_alone(accounts, ana):
    bob = accounts.add_user("bob", Role.READER, RIGHT, by="test")
    token, secret = accounts.add_token("ana", "x", Role.READER, by="ana")
    with pytest.raises(TacitusError) as told:
        accounts.revoke_token(token.id, by="bob", owner=bob.id)
    assert code_of(told) == "no-such-token"
    assert accounts.of_token(secret)
    accounts.revoke_token(token.id, by="ana", owner=ana.id)
    assert accounts.of_token(secret) is None


@pytest.mark.parametrize(
    ("label", "role", "days"),
    [
        ("x", Role.EDITOR, 1),
        ("", Role.READER, 1),
        ("y" * 101, Role.READER, 1),
        ("x", Role.READER, 0),
        ("x", Role.READER, 367),
    ],
)
def test_tokens_that_are_not_made(accounts, ana, label, role, days):
    with pytest.raises(TacitusError) as told:
        accounts.add_token("ana", label, role, days=days, by="ana")
    assert code_of(told) == "bad-token"


def test_what_was_done_is_written_down_and_stays(accounts, ana):
    accounts.set_role("ana", Role.EDITOR, by="root")
    accounts.sign_in("ana", WRONG, address=HERE)
    accounts.sign_in("hunter2", WRONG, address=HERE)
    lines, total = accounts.deeds()
    assert [(d.kind, d.by, d.subject) for d in lines] == [
        ("refused", "unknown", None),
        ("refused", "ana", "ana"),
        ("set-role", "root", "ana"),
        ("add-user", "test", "ana"),
    ]
    assert total == 4
    assert [d.kind for d in accounts.deeds(who="root")[0]] == ["set-role"]
    assert [d.kind for d in accounts.deeds(limit=1, offset=2)[0]] == ["set-role"]
    with pytest.raises(TacitusError), accounts.database.writing() as connection:
        connection.execute(sa.text("DELETE FROM deeds"))


def test_the_key_is_made_once(accounts, account_target):
    with open_accounts(account_target) as again:
        assert again.key() == accounts.key() != ""
