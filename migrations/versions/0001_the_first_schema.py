"""The first schema: engine and studying."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("home", sa.BigInteger()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_table(
        "seen",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_seen"),
    )
    op.create_index("ix_seen_at", "seen", ["at"])
    op.create_table(
        "account",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_account_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("platform", "user", name="pk_account"),
    )
    op.create_index("ix_account_person", "account", ["person"])
    op.create_table(
        "answer",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("correct", sa.Boolean(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_answer_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_answer"),
    )
    op.create_index("ix_answer_person", "answer", ["person", "question"])
    op.create_table(
        "conversation",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("thread", sa.String(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("owner", sa.BigInteger()),
        sa.Column("unreachable_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner"], ["person.id"], name="fk_conversation_owner", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_conversation"),
        sa.UniqueConstraint("platform", "chat", "thread", name="uq_conversation_platform"),
    )
    op.create_index("ix_conversation_owner", "conversation", ["owner"])
    op.create_table(
        "enrolment",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("roadmap", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("anchor", sa.String()),
        sa.Column("undo", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_enrolment_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_enrolment"),
        sa.UniqueConstraint("person", "roadmap", name="uq_enrolment_person"),
    )
    op.create_table(
        "learner",
        sa.Column("person", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("day_end", sa.SmallInteger(), nullable=False),
        sa.Column("weekly_minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_learner_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", name="pk_learner"),
    )
    op.create_table(
        "onboarding",
        sa.Column("person", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("roadmap", sa.String()),
        sa.Column("weekly_minutes", sa.Integer()),
        sa.Column("weekdays", sa.SmallInteger()),
        sa.Column("wall", sa.SmallInteger()),
        sa.Column("reminded", sa.Boolean(), nullable=False),
        sa.Column("zone", sa.String()),
        sa.Column("topic", sa.String()),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_onboarding_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", name="pk_onboarding"),
    )
    op.create_table(
        "quiz_session",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("message", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_quiz_session_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_quiz_session"),
    )
    op.create_index("ix_quiz_session_person", "quiz_session", ["person", "state"])
    op.create_table(
        "reminder",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("wall", sa.SmallInteger(), nullable=False),
        sa.Column("weekdays", sa.SmallInteger(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("even_if_studied", sa.Boolean(), nullable=False),
        sa.Column("last_day", sa.Date()),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_reminder_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_reminder"),
    )
    op.create_index("ix_reminder_person", "reminder", ["person"])
    op.create_table(
        "schedule",
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("weekdays", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_schedule_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", "from_day", name="pk_schedule"),
    )
    op.create_table(
        "study_log",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("roadmap", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("leaf", sa.String(), nullable=False),
        sa.Column("expected_minutes", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer()),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_study_log_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_study_log"),
    )
    op.create_index("ix_study_log_person", "study_log", ["person", "day"])
    op.create_table(
        "mark",
        sa.Column("enrolment", sa.BigInteger(), nullable=False),
        sa.Column("node", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["enrolment"], ["enrolment.id"], name="fk_mark_enrolment", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("enrolment", "node", name="pk_mark"),
    )
    op.create_table(
        "nudge",
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("reminder", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_nudge_person", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["reminder"], ["reminder.id"], name="fk_nudge_reminder", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", "reminder", "day", name="pk_nudge"),
    )
    op.create_index("ix_nudge_reminder", "nudge", ["reminder"])
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("conversation", sa.BigInteger()),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("thread", sa.String(), nullable=False),
        sa.Column("op", sa.String(), nullable=False),
        sa.Column("ref", sa.BigInteger()),
        sa.Column("body", sa.JSON()),
        sa.Column("only_for", sa.String(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True)),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("lease_until", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("error", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversation.id"], name="fk_outbox_conversation", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )
    op.create_index("ix_outbox_conversation", "outbox", ["conversation", "priority", "id"])
    op.create_index(
        "ix_outbox_pending",
        "outbox",
        ["priority", "id"],
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index("ix_outbox_settled_at", "outbox", ["settled_at"])
    op.create_table(
        "sent",
        sa.Column("ref", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("conversation", sa.BigInteger()),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name="fk_sent_conversation", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("ref", name="pk_sent"),
    )
    op.create_index("ix_sent_at", "sent", ["at"])
    op.create_index("ix_sent_message", "sent", ["conversation", "message"])
    op.create_table(
        "timer",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("person", sa.BigInteger()),
        sa.Column("conversation", sa.BigInteger()),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversation.id"], name="fk_timer_conversation", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_timer_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_timer"),
        sa.UniqueConstraint("kind", "subject", "key", name="uq_timer_kind"),
    )
    op.create_index("ix_timer_conversation", "timer", ["conversation"])
    op.create_index("ix_timer_due", "timer", ["platform", "due_at"])
    op.create_index("ix_timer_person", "timer", ["person"])
    op.create_table(
        "waiting",
        sa.Column("conversation", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversation.id"], name="fk_waiting_conversation", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_waiting_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("conversation", "person", name="pk_waiting"),
    )
    op.create_index("ix_waiting_person", "waiting", ["person"])


def downgrade() -> None:
    for table in (
        "waiting",
        "timer",
        "sent",
        "outbox",
        "nudge",
        "mark",
        "study_log",
        "schedule",
        "reminder",
        "quiz_session",
        "onboarding",
        "learner",
        "enrolment",
        "conversation",
        "answer",
        "account",
        "seen",
        "person",
    ):
        op.drop_table(table)
