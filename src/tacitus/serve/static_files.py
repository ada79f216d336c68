"""Built files: scripts, styles and the base map."""

from __future__ import annotations

import os
import re
from importlib.resources import files
from typing import Any

from starlette.responses import Response
from starlette.staticfiles import StaticFiles

#: Where they are mounted.
PATH = "/static"
# what the build names by their content ("desk-B7xN9q2Z.js"): such a file never changes
_HASHED = re.compile(r"[-.][A-Za-z0-9_-]{8}\.[a-z0-9]+$")


class BuiltFiles(StaticFiles):
    """Serves ``serve/static``; files named by their content are kept by browsers for good.

    Parts of a file are sent where asked for (``Range``), which the base map needs.
    """

    def __init__(self) -> None:
        super().__init__(directory=os.fspath(files("tacitus.serve") / "static"))  # type: ignore[call-overload]

    def file_response(self, full_path: Any, *args: Any, **kwargs: Any) -> Response:
        """The answer with the file, or that it has not changed."""
        response = super().file_response(full_path, *args, **kwargs)
        named = _HASHED.search(os.fspath(full_path))
        keep = "public, max-age=31536000, immutable" if named else "no-cache"
        response.headers["Cache-Control"] = keep
        return response
