"""Files, web pages, documents, mails, tables and archives to reports."""

from tacitus.read.columns import Columns
from tacitus.read.files import read_paths
from tacitus.read.reading import Skipped
from tacitus.read.report import make_report
from tacitus.read.streams import Limits

__all__ = ["Columns", "Limits", "Skipped", "make_report", "read_paths"]
