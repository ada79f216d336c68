"""Runs the migrations on the connection that ``tacitus.store.migrate`` hands over."""

from alembic import context

from tacitus.serve.accounts.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
