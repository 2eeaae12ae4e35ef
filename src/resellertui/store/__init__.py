"""The database: typed models, engine set-up, migrations, and the queries that services ask by name."""
