"""What a web page says about itself in its head: moments of publication and change, credits."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from tacitus.knowledge.load import Entry, packaged

_MOST = 2_000
"""Objects of a page's JSON that are looked at."""


class PageMeta(Entry):
    """Schema of ``knowledge/page_meta.yaml``; see its head.

    Attributes:
        meta: for each thing told, the names of ``<meta>`` elements.
        json_ld: for each thing told, the keys of JSON-LD objects.
        types: of JSON-LD objects that are about the article.

    """

    meta: dict[str, tuple[str, ...]]
    json_ld: dict[str, tuple[str, ...]]
    types: tuple[str, ...]


@cache
def _book() -> PageMeta:
    return packaged("page_meta.yaml", PageMeta)


def page_meta(tree: Any) -> dict[str, str]:
    """What a page's head tells.

    Args:
        tree: the page, as lxml gives it.

    Returns:
        "published", "updated", "language" and "syndicated_from" as written, those that are told.
        What JSON-LD tells (schema.org) goes before ``<meta>`` elements: it has the time of day
        more often.
    """
    book = _book()
    told: dict[str, str] = {}
    for form in _objects(tree):
        for name, keys in book.json_ld.items():
            for key in keys:
                value = form.get(key)
                if name not in told and isinstance(value, str) and value.strip():
                    told[name] = value.strip()
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            key, content = meta.get(attribute), (meta.get("content") or "").strip()
            if key and content:
                metas.setdefault(key.strip().lower(), content)
    for name, keys in book.meta.items():
        for key in keys:
            if name not in told and key in metas:
                told[name] = metas[key]
    language = tree.get("lang")
    if language and "language" not in told:
        told["language"] = language
    return told


def _objects(tree: Any) -> Iterator[Mapping[str, Any]]:
    """JSON-LD objects about an article, those of more telling types first."""
    types = _book().types
    found: list[tuple[int, Mapping[str, Any]]] = []
    for script in tree.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        try:
            waiting: list[object] = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        for _ in range(_MOST):
            if not waiting:
                break
            item = waiting.pop(0)
            if isinstance(item, list):
                waiting.extend(item)
            elif isinstance(item, dict):
                kinds = item.get("@type")
                for kind in kinds if isinstance(kinds, list) else [kinds]:
                    if kind in types:
                        found.append((types.index(kind), item))
                        break
                graph = item.get("@graph")
                waiting.extend(graph if isinstance(graph, list) else [])
                waiting.append(item.get("mainEntity"))
    found.sort(key=lambda pair: pair[0])
    yield from (form for _, form in found)
