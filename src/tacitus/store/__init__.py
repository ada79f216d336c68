"""Reports, claims, events and decisions at rest."""

from tacitus.store.query import EventQuery
from tacitus.store.review import new_decision
from tacitus.store.store import Store, open_store
from tacitus.store.summary import Counts, LogEntry
from tacitus.store.write import Added

__all__ = ["Added", "Counts", "EventQuery", "LogEntry", "Store", "new_decision", "open_store"]
