"""What a web page says about itself: in its head, in JSON-LD, and by marks on its elements."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from tacitus.knowledge.load import Entry, packaged
from tacitus.read.report import given_day

_MOST = 2_000
"""Objects of a page's JSON that are looked at."""
_LONGEST_NAME = 80
"""Characters of the name of an author or outlet; longer words of an element are no name."""
_MOMENTS = frozenset({"published", "updated"})
_NAMES = frozenset({"author", "source"})


class PageMeta(Entry):
    """Schema of ``knowledge/page_meta.yaml``; see its head.

    Attributes:
        meta: for each thing told, the names of ``<meta>`` elements.
        json_ld: for each thing told, the keys of JSON-LD objects.
        types: of JSON-LD objects that are about the article.
        elements: for each thing told, the elements that tell it, as XPath.

    """

    meta: dict[str, tuple[str, ...]]
    json_ld: dict[str, tuple[str, ...]]
    types: tuple[str, ...]
    elements: dict[str, tuple[str, ...]]


@cache
def _book() -> PageMeta:
    return packaged("page_meta.yaml", PageMeta)


def page_meta(tree: Any) -> dict[str, str]:
    """What a page tells of itself.

    Args:
        tree: the page, as lxml gives it.

    Returns:
        "published", "updated", "language", "syndicated_from", "author", "source", "headline" and
        "url" as written, those that are told; several authors with "; " between them. What JSON-LD
        tells (schema.org) goes before ``<meta>`` elements, for it has the time of day more often;
        both go before marks on elements.
    """
    book = _book()
    told: dict[str, str] = {}
    for name, value in (*_of_json(tree), *_of_head(tree), *_of_elements(tree)):
        if name not in _MOMENTS or given_day(value):
            told.setdefault(name, value)
    language = tree.get("lang")
    if language and "language" not in told:
        told["language"] = language
    # what JSON-LD tells in other forms than words counts for nothing
    return {name: told[name] for name in told if name in book.json_ld or name in book.meta}


def _of_json(tree: Any) -> Iterator[tuple[str, str]]:
    """What JSON-LD tells, the most telling first."""
    articles, by_id = _objects(tree)
    for form in articles:
        for name, keys in _book().json_ld.items():
            for key in keys:
                value = form.get(key)
                words = "; ".join(_named(value, by_id)) if not isinstance(value, str) else value
                if words.strip():
                    yield name, words.strip()


def _named(value: object, by_id: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The names of people, organisations and pages that a value of JSON-LD stands for."""
    for one in value if isinstance(value, list) else [value]:
        thing: object = one
        if isinstance(one, dict):
            known = by_id.get(str(one.get("@id")), one)
            thing = known.get("name") or one.get("name") or one.get("@id")
        if isinstance(thing, str) and thing.strip():
            yield thing.strip()


def _of_head(tree: Any) -> Iterator[tuple[str, str]]:
    """What ``<meta>`` elements tell, the most telling first."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            key, content = meta.get(attribute), (meta.get("content") or "").strip()
            if key and content:
                metas.setdefault(key.strip().lower(), content)
    for name, keys in _book().meta.items():
        yield from ((name, metas[key]) for key in keys if key in metas)


def _of_elements(tree: Any) -> Iterator[tuple[str, str]]:
    """What marks on elements tell, the most telling first."""
    for name, paths in _book().elements.items():
        for path in paths:
            found = tree.xpath(path)
            # of many headlines or authors, each may be that of another article
            if name not in _MOMENTS and len(found) != 1:
                continue
            for element in found[:1]:
                words = _words(element, name)
                if words:
                    yield name, words


def _words(element: Any, name: str) -> str:
    """What an element tells."""
    for attribute in ("content", "datetime", "title"):
        if name in _MOMENTS or attribute == "content":
            value = (element.get(attribute) or "").strip()
            if value:
                return str(value)
    if name in _MOMENTS:
        return ""
    inner = element.xpath('.//*[@itemprop="name"]')
    if inner and name in _NAMES:
        return _words(inner[0], "headline")
    words = " ".join("".join(element.itertext()).split())
    if name in _NAMES:
        words = words.removeprefix("By ").removeprefix("by ")
        return words if len(words) <= _LONGEST_NAME else ""
    return words


def _objects(tree: Any) -> tuple[list[Mapping[str, Any]], dict[str, Mapping[str, Any]]]:
    """JSON-LD objects about an article, those of more telling types first; all by their ids."""
    types = _book().types
    found: list[tuple[int, Mapping[str, Any]]] = []
    by_id: dict[str, Mapping[str, Any]] = {}
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
                if isinstance(item.get("@id"), str) and len(item) > 1:
                    by_id.setdefault(item["@id"], item)
                kinds = item.get("@type")
                for kind in kinds if isinstance(kinds, list) else [kinds]:
                    if kind in types:
                        found.append((types.index(kind), item))
                        break
                graph = item.get("@graph")
                waiting.extend(graph if isinstance(graph, list) else [])
                waiting.append(item.get("mainEntity"))
    found.sort(key=lambda pair: pair[0])
    return [form for _, form in found], by_id
