"""The tables of studying. Days are the person's own local dates, wall times carry no zone, instants are UTC."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)

from bot.storage.columns import Id, Instant, WallTime, of
from bot.storage.tables import metadata

learner = Table(
    "learner",
    metadata,
    Column("person", Id, of("person"), primary_key=True, autoincrement=False),
    Column("zone", String, nullable=False),
    Column("day_end", WallTime, nullable=False),
    Column("weekly_minutes", Integer, nullable=False),
)

schedule = Table(
    "schedule",
    metadata,
    Column("person", Id, of("person"), nullable=False),
    Column("from_day", Date, nullable=False),
    Column("weekdays", SmallInteger, nullable=False),
    PrimaryKeyConstraint("person", "from_day"),
)

reminder = Table(
    "reminder",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("person", Id, of("person"), nullable=False, index=True),
    Column("wall", WallTime, nullable=False),
    Column("weekdays", SmallInteger, nullable=False),
    Column("zone", String, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("even_if_studied", Boolean, nullable=False),
    Column("last_day", Date),
)

nudge = Table(
    "nudge",
    metadata,
    Column("person", Id, of("person"), nullable=False),
    Column("reminder", Id, of("reminder"), nullable=False, index=True),
    Column("day", Date, nullable=False),
    Column("state", String, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("person", "reminder", "day"),
)

enrolment = Table(
    "enrolment",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("person", Id, of("person"), nullable=False),
    Column("roadmap", String, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("anchor", String),
    Column("undo", JSON, nullable=False),
    Column("started_at", Instant, nullable=False),
    UniqueConstraint("person", "roadmap"),
)

mark = Table(
    "mark",
    metadata,
    Column("enrolment", Id, of("enrolment"), nullable=False),
    Column("node", String, nullable=False),
    Column("state", String, nullable=False),
    PrimaryKeyConstraint("enrolment", "node"),
)

own_roadmap = Table(
    "own_roadmap",
    metadata,
    Column("id", String, primary_key=True),
    Column("person", Id, of("person"), nullable=False, index=True),
    Column("digest", String, nullable=False),
    Column("body", String, nullable=False),
)

offer = Table(
    "offer",
    metadata,
    Column("person", Id, of("person"), primary_key=True, autoincrement=False),
    Column("id", Id, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Column("body", String, nullable=False),
)

study_log = Table(
    "study_log",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("person", Id, of("person"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("day", Date, nullable=False),
    Column("kind", String, nullable=False),
    Column("roadmap", String, nullable=False),
    Column("step", String, nullable=False),
    Column("leaf", String, nullable=False),
    Column("expected_minutes", Integer, nullable=False),
    Column("minutes", Integer),
    Index("ix_study_log_person", "person", "day"),
)

onboarding = Table(
    "onboarding",
    metadata,
    Column("person", Id, of("person"), primary_key=True, autoincrement=False),
    Column("step", String, nullable=False),
    Column("roadmap", String),
    Column("weekly_minutes", Integer),
    Column("weekdays", SmallInteger),
    Column("wall", WallTime),
    Column("reminded", Boolean, nullable=False),
    Column("zone", String),
    Column("topic", String),
)

quiz_session = Table(
    "quiz_session",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("person", Id, of("person"), nullable=False),
    Column("state", String, nullable=False),
    Column("message", Id, nullable=False),
    Column("position", SmallInteger, nullable=False),
    Column("asked", JSON, nullable=False),
    Column("touched_at", Instant, nullable=False),
    Index("ix_quiz_session_person", "person", "state"),
)

answer = Table(
    "answer",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("person", Id, of("person"), nullable=False),
    Column("question", String, nullable=False),
    Column("chosen", JSON, nullable=False),
    Column("correct", Boolean, nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_answer_person", "person", "question"),
)

question_report = Table(
    "question_report",
    metadata,
    Column("person", Id, of("person"), nullable=False),
    Column("question", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("text", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("language", String, nullable=False),
    PrimaryKeyConstraint("person", "question"),
    Index("ix_question_report_question", "question", "at"),
)
