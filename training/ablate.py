"""What each part of the recipe is good for, and how the shipped model bears other spellings.

    python -m training.ablate --whole                # hours; goes on where it stopped
    python -m training.ablate --table                # the results as Markdown

Each variant is trained with one thing left out, on a share of the steps of the shipped model and
from the same seed, with narrow numbers (`training.train`), and measured on gold dev and on the
reports held out. A second seed with nothing left out tells how far chance alone goes. Rows are
appended to training/ablation.jsonl; one that is there already for the same recipe and annotations
is not made again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

import yaml

from tacitus.extract.engines import Engine
from tacitus.learned.model import FOLDER
from training.whole import CHANGES

ROWS = Path(__file__).parent / "ablation.jsonl"
#: The name of what every variant is compared with.
FULL = "everything"
OTHER_SEED = "everything, another seed"
#: Figures of `training.measure` that the table shows, of gold dev and of the reports held out.
_SHOWN = ("trigger", "type", "factuality", "dating", "same")
_WHOLE = ("events F1", "slots F1")
_CODE = Path(__file__).parent.parent / "src" / "tacitus"

Config = dict[str, Any]


def variants(config: Config, epochs: int, portion: float) -> dict[str, Config]:
    """Recipes by what is different in them.

    Args:
        config: the shipped model's, as in training/config.yaml.
        epochs: for how long each is trained, in one phase with the gold reports.
        portion: share of the reports that is read in each epoch, drawn anew each time.
    """
    full = config | {"narrow": True, "phases": [{"epochs": epochs, "gold": ["train", "train"]}]}
    if portion < 1:
        full |= {"portion": portion}

    def without(*names: str) -> Config:
        return full | {"annotations": [n for n in full["annotations"] if n not in names]}

    found = {
        FULL: full,
        OTHER_SEED: full | {"seed": config["seed"] + 1},
        # the two tops have one depth, and what they lose goes to the layers they share
        "tops of one layer": full | {"top": 1},
        "without gold train": full | {"phases": [{"epochs": epochs, "gold": []}]},
        "without annotated FA-KES": without("fakes"),
        "without annotated MUC-4": without("muc"),
        "without invented reports": without("inv"),
        "without annotated PolNeAR, ECB+, WikiEvents": without("polnear", "ecb", "wiki"),
    }
    for name in full["sets"]:
        rest = {k: v for k, v in full["sets"].items() if k != name}
        found[f"without the set {name}"] = full | {"sets": rest}
    found["without any public set"] = full | {"sets": {}}
    none = {key: 0.0 for key in ("no_commas", "other_places", "other_sides") if key in full}
    found["no augmentation"] = full | none
    return found


def identity(config: Config) -> str:
    """A hash of a recipe and of the annotations that it reads."""
    whole = hashlib.sha256(json.dumps(config, sort_keys=True).encode())
    for name in config["annotations"]:
        whole.update((Path(config["folder"]) / f"{name}.jsonl").read_bytes())
    return whole.hexdigest()[:12]


def shipped() -> str:
    """A hash of the packaged model and the code around it."""
    whole = hashlib.sha256()
    whole.update((FOLDER / "model.json").read_bytes())
    for path in sorted([*_CODE.rglob("*.py"), *_CODE.rglob("*.yaml")]):
        whole.update(path.read_bytes())
    return whole.hexdigest()[:12]


def read_rows(path: Path = ROWS) -> list[dict[str, Any]]:
    """The rows made so far."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def lacking(rows: list[dict[str, Any]], name: str, key: str, *, whole: bool) -> bool:
    """Whether a row is still to be made.

    Args:
        rows: those made so far.
        name: of the variant.
        key: hash of what it is made of.
        whole: whether figures of the pipeline are wanted too.
    """
    mine = [r for r in rows if r["name"] == name and r["key"] == key]
    return not any("whole" in r or not whole for r in mine)


def trained(
    name: str, config: Config, shared: Path, home: Path, *, whole: bool, threads: int | None
) -> dict[str, Any]:
    """Train a variant and measure it.

    Args:
        name: of the variant.
        config: its recipe.
        shared: the folder of gold and data files.
        home: where weights go.
        whole: whether to export it and measure the pipeline with it.
        threads: for the training; None for all.
    """
    out = home / identity(config)
    out.mkdir(parents=True, exist_ok=True)
    recipe = out / "config.yaml"
    recipe.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    began = time.time()
    given = ["--config", str(recipe), "--shared", str(shared), "--out", str(out)]
    _run("training.train", *given, threads=threads)
    minutes = round((time.time() - began) / 60, 1)
    log = json.loads((out / "log.json").read_text(encoding="utf-8"))["log"]
    row = {
        "kind": "training",
        "name": name,
        "key": identity(config),
        "epochs": round(config.get("portion", 1.0) * sum(p["epochs"] for p in config["phases"]), 2),
        "seed": config["seed"],
        "minutes": minutes,
        "dev": log[-1]["dev"],
        "held": log[-1]["held"],
    }
    if whole:
        data = out / "data"
        _run("training.export", "--config", str(recipe), "--model", str(out), "--out", str(data))
        row["whole"] = _whole(shared, "model", data=data)
    return row


def robustness(rows: list[dict[str, Any]], shared: Path) -> Iterator[dict[str, Any]]:
    """Figures of each engine, with the packaged model, on gold dev written otherwise."""
    key = shipped()
    for engine in Engine:
        for change in CHANGES:
            name = f"{engine.value}, {change}"
            if lacking(rows, name, key, whole=True):
                figures = _whole(shared, engine.value, change=change)
                yield {"kind": "robustness", "name": name, "key": key, "whole": figures}


def _whole(
    shared: Path, engine: str, *, data: Path = FOLDER, change: str = "as published"
) -> dict[str, float]:
    given = ["--data", str(data), "--shared", str(shared), "--engine", engine, "--change", change]
    figures: dict[str, float] = json.loads(_run("training.whole", *given))
    return figures


def _run(module: str, *arguments: str, threads: int | None = None) -> str:
    """Run a module in a process of its own, which gives its memory back; its last line."""
    done = subprocess.run(  # noqa: S603 this interpreter and modules of this recipe
        [sys.executable, "-m", module, *arguments],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | ({"OMP_NUM_THREADS": str(threads)} if threads else {}),
    )
    return (done.stdout.strip().splitlines() or [""])[-1]


def table(rows: list[dict[str, Any]]) -> str:
    """The rows as Markdown: of each name the last one."""
    last = {(r["kind"], r["name"]): r for r in rows}
    parts = []
    training = [r for (kind, _), r in last.items() if kind == "training"]
    if training:
        training.sort(key=lambda r: r["name"] != FULL)
        lines = [
            [
                r["name"],
                str(r["epochs"]),
                *_cells(r["dev"], _SHOWN),
                _roles(r["dev"]),
                *_cells(r.get("held", {}), _SHOWN),
                _roles(r.get("held", {})),
                *_cells(r.get("whole", {}), _WHOLE),
            ]
            for r in training
        ]
        figures = [*_SHOWN, "roles"]
        held = [f"held out: {name}" for name in figures]
        parts.append(_markdown(["recipe", "epochs", *figures, *held, *_WHOLE], lines))
    other = [r for (kind, _), r in last.items() if kind == "robustness"]
    if other:
        lines = [[r["name"], *_cells(r["whole"], _WHOLE)] for r in other]
        parts.append(_markdown(["engine, dev reports", *_WHOLE], lines))
    return "\n\n".join(parts)


def _cells(figures: dict[str, float], names: tuple[str, ...]) -> list[str]:
    return [f"{figures[n]:.3f}" if n in figures else "–" for n in names]


def _roles(figures: dict[str, float]) -> str:
    """The mean over the parts of an event."""
    own = [v for k, v in figures.items() if k.startswith("r:")]
    return f"{sum(own) / len(own):.3f}" if own else "–"


def _markdown(head: list[str], lines: list[list[str]]) -> str:
    rows = [head, ["---"] * len(head), *lines]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main() -> None:
    """Make the rows that are lacking, or print the table."""
    parser = argparse.ArgumentParser(description="Ablations of the recipe, and robustness.")
    parser.add_argument("--config", type=Path, default=Path("training/config.yaml"))
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--home", type=Path, default=Path("build/ablation"))
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--portion", type=float, default=1.0, help="of the reports, each epoch")
    parser.add_argument("--jobs", type=int, default=1, help="variants trained side by side")
    parser.add_argument("--only", help="make the variants whose name holds this")
    parser.add_argument("--whole", action="store_true", help="measure the pipeline as well")
    parser.add_argument("--robustness", action="store_true", help="only the packaged model's rows")
    parser.add_argument("--table", action="store_true", help="print the results and make none")
    asked = parser.parse_args()
    if asked.table:
        print(table(read_rows()) or f"{ROWS}: no rows yet")
        return
    for row in _made(asked):
        with ROWS.open("a", encoding="utf-8") as out:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
        print(json.dumps(row, ensure_ascii=False), flush=True)


def _made(asked: argparse.Namespace) -> Iterator[dict[str, Any]]:
    rows = read_rows()
    if not asked.robustness:
        config = yaml.safe_load(asked.config.read_text(encoding="utf-8"))
        threads = None if asked.jobs == 1 else max(1, (os.cpu_count() or 1) // asked.jobs)
        with ThreadPoolExecutor(asked.jobs) as pool:
            made = [
                pool.submit(
                    trained,
                    name,
                    recipe,
                    asked.shared,
                    asked.home,
                    whole=asked.whole,
                    threads=threads,
                )
                for name, recipe in variants(config, asked.epochs, asked.portion).items()
                if (asked.only is None or asked.only in name)
                and lacking(rows, name, identity(recipe), whole=asked.whole)
            ]
            for done in as_completed(made):
                yield done.result()
    if asked.only is None:
        yield from robustness(rows, asked.shared)


if __name__ == "__main__":
    main()
