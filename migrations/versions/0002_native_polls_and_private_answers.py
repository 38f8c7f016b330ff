"""Native polls, answers that came before their poll was known, and what a private answer in a group needs."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("token", sa.String()))
    op.add_column("outbox", sa.Column("fallback", sa.JSON()))
    op.create_table(
        "poll",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("poll", sa.String(), nullable=False),
        sa.Column("conversation", sa.BigInteger(), nullable=False),
        sa.Column("ref", sa.BigInteger(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name="fk_poll_conversation", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("platform", "poll", name="pk_poll"),
    )
    op.create_index("ix_poll_at", "poll", ["at"])
    op.create_index("ix_poll_conversation", "poll", ["conversation"])
    op.create_index("ix_poll_ref", "poll", ["ref"])
    op.create_table(
        "parked",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("poll", sa.String(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_parked_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", name="pk_parked"),
    )
    op.create_index("ix_parked_at", "parked", ["at"])
    op.create_index("ix_parked_person", "parked", ["person"])
    op.create_index("ix_parked_poll", "parked", ["platform", "poll"])


def downgrade() -> None:
    op.drop_table("parked")
    op.drop_table("poll")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_column("fallback")
        outbox.drop_column("token")
