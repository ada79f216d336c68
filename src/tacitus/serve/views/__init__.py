"""What pages and the API show, as plain records made of a store and a filter.

``lists`` and ``pages`` hold the records; ``events``, ``reports``, ``actors`` and ``outlets`` make
them: ``event_list(store, filter)``, ``facets(store, filter)``, ``timeline(store, filter, unit)``,
``map_rows(store, filter)``, ``event_page(store, name)``, ``report_list(store, ...)``,
``report_page(store, id)``, ``actor_list(store, filter)``, ``outlet_list(store)``.
"""
