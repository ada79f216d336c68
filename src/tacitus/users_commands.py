"""Commands on the users of the desk: ``tacitus users add|list|role|password|disable|token``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tacitus.output import console
from tacitus.records import TacitusError
from tacitus.store_commands import STORE, StoreOption, author_of

if TYPE_CHECKING:
    from tacitus.serve.accounts.accounts import Accounts

users_app = typer.Typer(
    help="Who may use the desk (`tacitus serve --accounts`).", no_args_is_help=True
)

NameArgument = Annotated[str, typer.Argument(help="Name of the user.")]
RoleOption = Annotated[str, typer.Option(help="reader, reviewer, editor or admin.")]
FileOption = Annotated[
    Path | None, typer.Option("--accounts-file", help="Where users are kept; beside the store.")
]
StdinOption = Annotated[
    bool,
    typer.Option("--stdin", help="Read the password from standard input instead of asking for it."),
]


@contextmanager
def _opened(store: str, file: Path | None, *, create: bool = False) -> Iterator[Accounts]:
    try:
        from tacitus.serve.accounts.accounts import accounts_target, open_accounts
    except ImportError as error:
        raise TacitusError(
            "no-serve",
            f"what the desk needs is not installed ({error}).",
            "pip install 'tacitus[serve]'",
        ) from error
    with open_accounts(accounts_target(store, file), create=create) as accounts:
        yield accounts


def _by() -> str:
    return f"{author_of(None)} (command line)"


def _password(name: str, *, stdin: bool) -> str:
    """A password, never as an argument: those are seen by all users of a machine."""
    if stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise TacitusError(
            "no-password", "there is nobody to ask for a password.", "Give --stdin and pipe it in."
        )
    return str(
        typer.prompt(f"Password for {name}", hide_input=True, confirmation_prompt=True, err=True)
    )


@users_app.command()
def add(
    name: NameArgument,
    role: RoleOption = "reader",
    store: StoreOption = STORE,
    accounts_file: FileOption = None,
    stdin: StdinOption = False,
) -> None:
    """Add a user; the password is asked for."""
    from tacitus.serve.accounts.roles import role_of
    from tacitus.serve.accounts.users import checked_name

    known, given = checked_name(name), role_of(role)
    with _opened(store, accounts_file, create=True) as accounts:
        user = accounts.add_user(known, given, _password(known, stdin=stdin), by=_by())
        typer.echo(f"{accounts.name}: added {user.name}, {user.role}", err=True)


@users_app.command("list")
def list_users(store: StoreOption = STORE, accounts_file: FileOption = None) -> None:
    """List the users."""
    from rich.table import Table

    with _opened(store, accounts_file) as accounts:
        users = accounts.users()
        tokens = {user.id: accounts.tokens_of(user.id) for user in users}
    table = Table("name", "role", "since", "tokens", "")
    for user in users:
        held = sum(token.revoked_at is None for token in tokens[user.id])
        shut = "disabled" if user.disabled else ""
        table.add_row(user.name, user.role, user.created_at[:10], str(held), shut)
    console().print(table)


@users_app.command()
def role(
    name: NameArgument,
    role: Annotated[str, typer.Argument(help="reader, reviewer, editor or admin.")],
    store: StoreOption = STORE,
    accounts_file: FileOption = None,
) -> None:
    """Give a user another role; their sessions end."""
    from tacitus.serve.accounts.roles import role_of

    with _opened(store, accounts_file) as accounts:
        user = accounts.set_role(name, role_of(role), by=_by())
        typer.echo(f"{user.name} is {user.role}", err=True)


@users_app.command()
def password(
    name: NameArgument,
    store: StoreOption = STORE,
    accounts_file: FileOption = None,
    stdin: StdinOption = False,
) -> None:
    """Give a user another password, which is asked for; their sessions end."""
    with _opened(store, accounts_file) as accounts:
        user = accounts.user(name)
        accounts.set_password(user.name, _password(user.name, stdin=stdin), by=_by())
        typer.echo(f"{user.name} has another password", err=True)


@users_app.command()
def disable(
    name: NameArgument,
    again: Annotated[bool, typer.Option("--undo", help="Let them sign in again.")] = False,
    store: StoreOption = STORE,
    accounts_file: FileOption = None,
) -> None:
    """Let a user sign in no longer; what they decided stays."""
    with _opened(store, accounts_file) as accounts:
        user = accounts.set_disabled(name, not again, by=_by())
        typer.echo(f"{user.name} {'can sign in' if again else 'can no longer sign in'}", err=True)


@users_app.command()
def token(
    name: NameArgument,
    label: Annotated[str, typer.Option(help="What it is for.")] = "command line",
    role: Annotated[str, typer.Option(help="The most that it may do.")] = "reader",
    days: Annotated[int, typer.Option(min=1, max=366, help="How long it holds.")] = 90,
    revoke: Annotated[
        str | None, typer.Option(help="Take the token of this id back instead.")
    ] = None,
    store: StoreOption = STORE,
    accounts_file: FileOption = None,
) -> None:
    """Make a token with which programs ask the API in a user's name; it is printed once."""
    from tacitus.serve.accounts.roles import role_of

    with _opened(store, accounts_file) as accounts:
        if revoke is not None:
            accounts.revoke_token(revoke, by=_by(), owner=accounts.user(name).id)
            typer.echo(f"token {revoke} is revoked", err=True)
            return
        made, secret = accounts.add_token(name, label, role_of(role), days=days, by=_by())
        typer.echo(secret)
        typer.echo(
            f"token {made.id} of {name} ({made.role}) holds until {made.ends_at[:10]};"
            " it is not shown again",
            err=True,
        )
