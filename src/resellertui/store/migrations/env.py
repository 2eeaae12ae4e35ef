"""Alembic's entry point: migrations run on the connection that `upgrade` opened, inside its transaction."""

from alembic import context

from resellertui.store.models import Model

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Model.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
