"""How a meeting's minutes are wanted, what is to be told of them, and others that are proposed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """From minutes that come in one way only."""
    for name in ("style", "notices", "proposal"):
        op.add_column("meetings", sa.Column(name, sa.JSON()))
