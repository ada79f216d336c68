"""Commands of the actor registry: ``tacitus actors search|show|import|check|export``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tacitus.output import complain, console, stream_to, write_file
from tacitus.records import TacitusError

actors_app = typer.Typer(
    help="The registry of armed and political actors that mentions are looked up in.",
    no_args_is_help=True,
)
# faults of an import that are shown one by one
_SHOWN = 20


@actors_app.command()
def search(
    words: Annotated[str, typer.Argument(help="A name or a part of one.")],
    most: Annotated[int, typer.Option("--most", "-n", help="How many at the most.")] = 20,
) -> None:
    """Find actors by any of their names, also misspelt."""
    from tacitus.export.actors import hits_table
    from tacitus.knowledge.actor_search import search_actors
    from tacitus.knowledge.actors import load_registry

    hits = search_actors(load_registry(), words, most)
    if not hits:
        raise TacitusError("no-such-actor", f"no actor has a name like {words!r}.")
    console().print(hits_table(hits))


@actors_app.command()
def show(actor: Annotated[str, typer.Argument(help="Id or name of an actor.")]) -> None:
    """Show all that is known of one actor: names, years, ties, line of succession, codes."""
    from tacitus.export.actors import actor_lines
    from tacitus.knowledge.actor_search import search_actors
    from tacitus.knowledge.actors import load_registry

    registry = load_registry()
    hits = search_actors(registry, actor)
    sure = [hit for hit in hits if hit.likeness == 100.0]
    if not sure:
        near = ", ".join(hit.actor.id for hit in hits[:5])
        raise TacitusError(
            "no-such-actor", f"no actor is called {actor!r}.", f"Near: {near}." if near else ""
        )
    for number, hit in enumerate(sure):
        if number:
            typer.echo()
        for line in actor_lines(hit.actor, registry):
            typer.echo(line)


@actors_app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="UCDP's actor CSV, or a CSV or YAML of your own.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be taken and write nothing.")
    ] = False,
) -> None:
    """Take actors from a file into your own registry, which stands beside the packaged one."""
    from tacitus.export.actors import file_yaml
    from tacitus.knowledge.actor_entries import (
        ActorFile,
        actor_files,
        homes_of,
        join_actors,
        own_folder,
    )
    from tacitus.knowledge.actor_imports import import_actors
    from tacitus.knowledge.actors import registry_of
    from tacitus.knowledge.load import read_yaml

    home = own_folder() / f"{file.stem}.yaml"
    others = [(path, read_yaml(path, ActorFile)) for path in actor_files() if path != home]
    imported = import_actors(file, registry_of(join_actors(others), homes_of(others)))
    if imported.encoding != "utf-8":
        complain(f"{file}: is no UTF-8; it was read as {imported.encoding}.", "")
    for problem in imported.left_out[:_SHOWN]:
        complain(f"{file}: {problem.message}", problem.fix)
    whole = [*others, (file, imported.file())]
    registry_of(join_actors(whole), homes_of(whole))  # raises where it does not fit
    if not dry_run:
        try:
            home.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise TacitusError(
                "cannot-write",
                f"{home.parent}: cannot be made ({error}).",
                "Set TACITUS_ACTORS to a folder that can be written to.",
            ) from error
        write_file(home, file_yaml(imported.file()))
    typer.echo(
        f"{len(imported.actors)} new actors, {len(imported.more)} known ones added to,"
        f" {len(imported.left_out)} lines left out"
        + ("; nothing written" if dry_run else f"; {home}")
    )
    if imported.left_out:
        raise typer.Exit(1)


@actors_app.command()
def check() -> None:
    """Load the registry as a whole and list the names that several actors share."""
    from tacitus.knowledge.actor_entries import actor_files
    from tacitus.knowledge.actors import collisions, load_registry

    registry = load_registry()
    shared = collisions(registry)
    for problem in shared:
        typer.echo(problem.message)
    written = [a for a in registry.actors.values() if a.entry is not None]
    names = sum(len(a.entry.spellings()) for a in written if a.entry)
    typer.echo(
        f"{len(actor_files())} files, {len(written)} written actors with {names} names in"
        f" {len({c for a in written for c in a.countries})} countries,"
        f" {len(registry.actors) - len(written)} organs of states; {len(shared)} shared names"
    )


@actors_app.command()
def export(
    form: Annotated[str, typer.Option("--format", help="yaml, csv or jsonl.")] = "yaml",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; standard output if none.")
    ] = None,
) -> None:
    """Write the registry that is in force, packaged and your own."""
    from tacitus.export.actors import registry_csv, registry_jsonl, registry_yaml
    from tacitus.knowledge.actors import load_registry

    makers = {"yaml": registry_yaml, "csv": registry_csv, "jsonl": registry_jsonl}
    if form not in makers:
        raise TacitusError("unknown-format", f"{form!r} is no format.", "Use yaml, csv or jsonl.")
    with stream_to(output) as stream:
        stream.write(makers[form](load_registry()))
