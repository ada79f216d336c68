"""Files, web pages and JSONL to reports."""

from tacitus.read.files import Skipped, read_paths
from tacitus.read.report import make_report

__all__ = ["Skipped", "make_report", "read_paths"]
