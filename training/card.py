"""Writes docs/model-card.md from what the recipe read, measured and wrote.

    python -m training.card --model build/model --out docs/model-card.md

The words are in `model-card.md.j2`, the figures in the files that training leaves.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tacitus.learned.model import FOLDER
from tacitus.learned.windows import AROUND
from training.ablate import read_rows, table
from training.check_data import load_sets

HERE = Path(__file__).parent
_NOTE = "<!-- Written by `make model` from training/model-card.md.j2; do not edit this page. -->"
_NAMES = {
    "fakes": "FA-KES reports",
    "muc": "MUC-4 reports",
    "inv": "invented reports",
    "ecb": "ECB+ articles",
    "polnear": "PolNeAR articles",
    "wiki": "WikiEvents articles",
}
_CODERS = """\
They were made for this project by an AI assistant (a large language model) that read the reports
by the codebook; it wrote the invented reports too. No second coding and no review by a
person is on record: the model learns that assistant's mistakes as well."""


def counted(folder: Path, names: list[str]) -> list[dict[str, Any]]:
    """Reports and events of each file of annotation, and of all."""
    rows: list[dict[str, Any]] = []
    for name in names:
        lines = (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        events = sum(len(json.loads(line)["events"]) for line in lines)
        rows.append({"name": _NAMES.get(name, name), "reports": len(lines), "events": events})
    reports, told = (sum(row[key] for row in rows) for key in ("reports", "events"))
    return [*rows, {"name": "all", "reports": reports, "events": told}]


def trained(log: dict[str, Any] | None) -> dict[str, Any]:
    """What the log of training tells: figures, time, machine."""
    if not log or not log["log"]:
        return {"dev": None, "weakest": "", "minutes": None, "epochs": None, "machine": None}
    dev: dict[str, float] = log["log"][-1]["dev"]
    # seconds count from the start of a phase, so the last line of each has them all
    seconds = {line.get("phase", 1): line["seconds"] for line in log["log"]}
    low = sorted(dev, key=lambda name: dev[name])[:4]
    return {
        "dev": {_spelled(name): figure for name, figure in dev.items()},
        "weakest": ", ".join(f"{_spelled(name)} {dev[name]:.2f}" for name in low),
        "minutes": round(sum(seconds.values()) / 60),
        "epochs": len(log["log"]),
        "machine": log.get("machine"),
    }


def _spelled(name: str) -> str:
    """A figure's name as a reader of the page knows it: `r:` stands before parts of an event."""
    return f"words of {name[2:]}" if name.startswith("r:") else name


def facts(model: Path, data: Path, shared: Path) -> dict[str, Any]:
    """All that the page tells.

    Args:
        model: what training and calibration wrote.
        data: the exported model.
        shared: the folder of gold and data files.
    """
    from training.sources import held_out

    log = _json(model / "log.json")
    shipped = json.loads((data / "model.json").read_text(encoding="utf-8"))
    config = (log or {}).get("config") or yaml.safe_load((HERE / "config.yaml").read_text())
    rows = read_rows()
    dev = shared / "gold" / "dev.jsonl"
    minutes = sum(row.get("minutes", 0) for row in rows)
    return {
        "note": _NOTE,
        "version": f"tacitus-reader {shipped['sha256'][:12]}",
        "megabytes": round(sum(p.stat().st_size for p in data.iterdir()) / 1e6, 1),
        "config": config,
        "types": shipped["types"],
        "factualities": shipped["factualities"],
        "roles": shipped["roles"],
        "temperatures": shipped["temperatures"],
        "annotations": counted(Path(config["folder"]), config["annotations"]),
        "held_out": len(held_out()),
        "coders": _CODERS,
        "sets": load_sets(),
        "around": AROUND,
        "dev_reports": len(dev.read_text(encoding="utf-8").splitlines()) if dev.exists() else "few",
        "ablation": table(rows),
        "ablated": any(row["kind"] == "training" for row in rows),
        "ablation_minutes": round(minutes),
        "reliability": _json(model / "reliability.json"),
        **trained(log),
    }


def page(told: dict[str, Any]) -> str:
    """The page in Markdown."""
    environment = Environment(  # noqa: S701 makes Markdown, no HTML
        loader=FileSystemLoader(HERE), undefined=StrictUndefined, trim_blocks=False
    )
    return environment.get_template("model-card.md.j2").render(told).strip() + "\n"


def _json(path: Path) -> dict[str, Any] | None:
    if not path.exists():
        return None
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description="Writes the model card.")
    parser.add_argument("--model", type=Path, default=Path("build/model"))
    parser.add_argument("--data", type=Path, default=FOLDER)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, default=Path("docs/model-card.md"))
    asked = parser.parse_args()
    asked.out.write_text(page(facts(asked.model, asked.data, asked.shared)), encoding="utf-8")


if __name__ == "__main__":
    main()
