"""What pages and the API show, as plain records made of a store and a filter."""
