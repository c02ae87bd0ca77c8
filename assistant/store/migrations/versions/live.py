"""What is known of a live meeting beside what is known of every one."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """From meetings that come as files only."""
    op.add_column("meetings", sa.Column("channels", sa.Integer()))
    op.add_column("meetings", sa.Column("lag", sa.Float()))
