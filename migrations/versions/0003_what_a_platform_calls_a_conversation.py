"""What a platform calls a conversation, where that isn't its address.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversation", sa.Column("channel", sa.String()))


def downgrade() -> None:
    with op.batch_alter_table("conversation") as conversation:
        conversation.drop_column("channel")
