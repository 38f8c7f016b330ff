"""Roadmaps that people bring: those offered to them, and those they keep.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_roadmap",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_own_roadmap_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_own_roadmap"),
    )
    op.create_index("ix_own_roadmap_person", "own_roadmap", ["person"])
    op.create_table(
        "offer",
        sa.Column("person", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_offer_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", name="pk_offer"),
    )
    op.create_index("ix_offer_at", "offer", ["at"])


def downgrade() -> None:
    op.drop_table("offer")
    op.drop_table("own_roadmap")
