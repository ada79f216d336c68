"""Commands of the second coder: ``tacitus llm code`` and ``tacitus llm agree``."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tacitus.llm.defaults import ANSWER_TOKENS, CONTEXT, STRETCH, TIMEOUT
from tacitus.options import (
    CodebookOption,
    FormatOption,
    OutputOption,
    PublishedOption,
    ReportsArgument,
    SourceOption,
)
from tacitus.output import complain, console, stream_to
from tacitus.records import TacitusError

if TYPE_CHECKING:
    from tacitus.llm.backend import Backend

llm_app = typer.Typer(
    help="A second coder: a language model, believed only where the report bears it out.",
    no_args_is_help=True,
)


@llm_app.command()
def code(
    paths: ReportsArgument,
    endpoint: Annotated[
        str | None,
        typer.Option(help="Base address of an OpenAI-compatible server (http://host:8080/v1)."),
    ] = None,
    model: Annotated[str | None, typer.Option(help="Name of the model at the endpoint.")] = None,
    key_env: Annotated[
        str | None, typer.Option(help="Environment variable that holds the endpoint's key.")
    ] = None,
    gguf: Annotated[
        Path | None, typer.Option(help="A model file to run here instead (.gguf).")
    ] = None,
    published: PublishedOption = None,
    source: SourceOption = None,
    output: OutputOption = None,
    form: FormatOption = None,
    codebook: CodebookOption = None,
    max_reports: Annotated[
        int | None, typer.Option(min=0, help="Reports to ask about at most.")
    ] = None,
    max_tokens: Annotated[
        int | None, typer.Option(min=0, help="Tokens to spend at most, asked and answered.")
    ] = None,
    answer_tokens: Annotated[int, typer.Option(min=64, help="Longest answer.")] = ANSWER_TOKENS,
    stretch: Annotated[
        int, typer.Option(min=500, max=20_000, help="Characters of a report shown at a time.")
    ] = STRETCH,
    timeout: Annotated[
        float, typer.Option(min=1, help="Seconds until a request is given up (endpoint).")
    ] = TIMEOUT,
    context: Annotated[
        int, typer.Option(min=1024, help="Tokens the model holds at a time (GGUF).")
    ] = CONTEXT,
    threads: Annotated[
        int | None, typer.Option(min=1, help="Threads to use; by default half the cores (GGUF).")
    ] = None,
    ask_again: Annotated[
        bool, typer.Option(help="Ask again where the answer kept is of no use.")
    ] = False,
) -> None:
    """Code reports by asking a language model; what the report does not bear out is dropped.

    Answers are kept, so that a second run asks only for what is missing. Ends with counts on
    stderr; the exit code is 1 when a report was skipped, 2 when none was coded. With an endpoint
    the reports are sent to it.
    """
    from tacitus.export.write import format_of, make_writer
    from tacitus.llm.budget import Budget
    from tacitus.llm.coder import LlmCoder
    from tacitus.llm.run import code_with_llm, summary
    from tacitus.read import Skipped, read_paths
    from tacitus.scale.counts import RunCounts

    chosen = format_of(output, form)
    # llama.cpp slows down many times over when its threads have to wait for busy cores
    threads = threads or max(1, (os.cpu_count() or 1) // 2)
    backend = _backend(
        endpoint, model, _key(key_env), gguf, (answer_tokens, timeout, context, threads)
    )
    coder = LlmCoder(
        backend, Budget(max_reports, max_tokens), codebook, stretch=stretch, ask_again=ask_again
    )
    counts = RunCounts()
    day = published.date() if published else None
    with stream_to(output) as stream:
        write = make_writer(chosen, stream, explain=False, with_text=True)
        for outcome in code_with_llm(read_paths(paths, published=day, source=source), coder):
            counts.add(outcome)
            if isinstance(outcome, Skipped):
                complain(outcome.problem.message, outcome.problem.fix)
            else:
                write(outcome)
    typer.echo(summary(counts, coder), err=True)
    raise typer.Exit(counts.exit_code)


def _backend(
    endpoint: str | None,
    model: str | None,
    key: str | None,
    gguf: Path | None,
    settings: tuple[int, float, int, int],
) -> Backend:
    """The back end that the options name.

    Raises:
        TacitusError: ``no-backend`` when they name none or two; otherwise as the back ends.
    """
    from tacitus.llm.endpoint import Endpoint
    from tacitus.llm.gguf import Gguf

    answer_tokens, timeout, context, threads = settings
    if gguf is not None and endpoint is None and model is None:
        return Gguf(gguf, context=context, threads=threads, answer_tokens=answer_tokens)
    if gguf is None and endpoint is not None and model is not None:
        return Endpoint(endpoint, model, key, answer_tokens, timeout)
    raise TacitusError(
        "no-backend",
        "It is not clear whom to ask.",
        "Give either --endpoint with --model, or --gguf.",
    )


def _key(variable: str | None) -> str | None:
    """The key in an environment variable.

    Raises:
        TacitusError: ``no-key`` when the variable is not set.
    """
    if variable is None:
        return None
    key = os.environ.get(variable, "").strip()
    if not key:
        # the name is not repeated: some give the key itself here
        raise TacitusError(
            "no-key",
            "The environment variable that --key-env names is not set.",
            "Give the name of the variable, not the key.",
        )
    return key


@llm_app.command()
def agree(
    one: Annotated[Path, typer.Argument(help="A coding of reports (.jsonl).")],
    other: Annotated[Path, typer.Argument(help="Another coding of them (.jsonl).")],
    as_json: Annotated[bool, typer.Option("--json", help="Figures as JSON.")] = False,
    per_report: Annotated[bool, typer.Option(help="Figures of each report.")] = False,
    misses: Annotated[
        bool, typer.Option(help="List the events of one alone and the fields that differ.")
    ] = False,
) -> None:
    """Say how far two codings agree, by the figures of `tacitus evaluate`.

    The first stands where gold does; neither need be right. Only reports in both count.
    """
    from tacitus.evaluate.figures import comparison_json, comparison_view
    from tacitus.llm.agree import compare_codings

    agreement = compare_codings(one, other)
    alone = f"{agreement.only_one} reports only in {one}, {agreement.only_other} only in {other}"
    if as_json:
        form = comparison_json(agreement.comparison, per_report=per_report)
        left_out = {"only_one": agreement.only_one, "only_other": agreement.only_other}
        typer.echo(json.dumps(form | left_out))
        return
    console().print(comparison_view(agreement.comparison, per_report=per_report, misses=misses))
    typer.echo(f"{len(agreement.comparison.reports)} reports in both, {alone}", err=True)
