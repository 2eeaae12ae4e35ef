"""What people reach by their own grants and by their teams' together: two views that every reader asks.

A user's rights are the union of its own and its teams' (rules, section 1); the union is made here, once, so that no
query can forget the teams. What is reached in two ways is in it twice (`UNION ALL`, which SQLite reads through its
indexes): ask it with IN or EXISTS, or count what is distinct.
"""

from __future__ import annotations

from sqlalchemy import column, table

effective_clients = table("effective_clients", column("membership_id"), column("partnership_id"))
effective_products = table(
    "effective_products", column("membership_id"), column("product_id"), column("family"), column("product_right")
)

EFFECTIVE_CLIENTS = """
CREATE VIEW effective_clients AS
SELECT membership_id, partnership_id FROM client_grants
UNION ALL
SELECT team_members.membership_id, team_clients.partnership_id
FROM team_members JOIN team_clients ON team_clients.team_id = team_members.team_id
"""

EFFECTIVE_PRODUCTS = """
CREATE VIEW effective_products AS
SELECT membership_id, product_id, family, product_right FROM product_grants
UNION ALL
SELECT team_members.membership_id, team_products.product_id, team_products.family, team_products.product_right
FROM team_members JOIN team_products ON team_products.team_id = team_members.team_id
"""

VIEWS = (EFFECTIVE_CLIENTS, EFFECTIVE_PRODUCTS)
