"""What people report of questions.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "question_report",
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_question_report_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", "question", name="pk_question_report"),
    )
    op.create_index("ix_question_report_question", "question_report", ["question", "at"])


def downgrade() -> None:
    op.drop_table("question_report")
