"""Reading the YAML files that hold Tacitus' knowledge, checked against a schema."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from tacitus.records import TacitusError


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML in which only true and false are truth values ("on" and "no" are words), keys unique."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """A mapping; of two equal keys YAML's own loader would silently keep the last."""
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key!r} stands twice", key_node.start_mark
                )
            seen.add(key)
        return dict(super().construct_mapping(node, deep))


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag != "tag:yaml.org,2002:bool"]
    for first, rules in _Loader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


class Entry(BaseModel):
    """Base of all schema classes: unknown keys are errors, loaded entries do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


M = TypeVar("M", bound=BaseModel)


def read_yaml(path: Path, schema: type[M]) -> M:
    """Read one YAML file into ``schema``.

    Raises:
        TacitusError: ``bad-knowledge``, naming the file and the first fault, when the file is
            missing, is no YAML, or does not fit the schema.
    """
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 safe loader
        return schema.model_validate(data)
    except (OSError, UnicodeDecodeError) as error:
        raise TacitusError(
            "bad-knowledge", f"{path}: cannot be read ({error}).", "Save it as UTF-8."
        ) from error
    except yaml.YAMLError as error:
        told = " ".join(str(error).split())
        raise TacitusError(
            "bad-knowledge", f"{path}: is not YAML ({told}).", "Mend that line."
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise TacitusError(
            "bad-knowledge",
            f"{path}: {f'at {where}: ' if where else ''}{first['msg']}.",
            "Mend that entry.",
        ) from error


def packaged_path(name: str) -> Path:
    """Where the file ``name`` that ships in ``tacitus/knowledge`` lies."""
    return Path(str(files("tacitus.knowledge") / name))


@cache
def packaged(name: str, schema: type[M]) -> M:
    """The file ``name`` that ships in ``tacitus/knowledge``, read once per process.

    Raises:
        TacitusError: as ``read_yaml``.
    """
    return read_yaml(packaged_path(name), schema)


def check_known(file: str, what: str, names: Iterable[str], known: Iterable[str]) -> None:
    """See to it that names in a file are names of something.

    Args:
        file: name of the file.
        what: what they should name ("class of actor").
        names: those that the file has.
        known: those that there are.

    Raises:
        TacitusError: ``bad-knowledge``, with the first name that is none.
    """
    held = set(known)
    for name in names:
        if name not in held:
            raise TacitusError("bad-knowledge", f"{file}: {name!r} is no {what}.", "Mend it.")
