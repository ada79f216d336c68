"""Names and codes that ISO 3166 gives countries, and the one code that it lacks."""

from __future__ import annotations

from functools import lru_cache

import pycountry

# the user-assigned code that most data sets use for Kosovo
_USER_ASSIGNED = {"XK": "XKX"}


@lru_cache(maxsize=1024)
def country_name(code: str | None) -> str | None:
    """The short English name of a country.

    Args:
        code: its alpha-2 code.

    Returns:
        None for no country and for areas that have no entry.
    """
    known = pycountry.countries.get(alpha_2=code) if code else None
    return getattr(known, "common_name", known.name) if known else None


@lru_cache(maxsize=1024)
def alpha3(code: str | None) -> str | None:
    """The alpha-3 code of a country, of Kosovo the user-assigned one.

    Args:
        code: its alpha-2 code.

    Returns:
        None for no country and for areas that have no code.
    """
    known = pycountry.countries.get(alpha_2=code) if code else None
    return known.alpha_3 if known else _USER_ASSIGNED.get(code or "")
