"""The engine's tables: who, where, what was seen, what is awaited, due or to be sent. Instants are UTC."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    text,
)

from bot.storage.columns import Id, Instant, of

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

person = Table(
    "person",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("name", String, nullable=False),
    Column("locale", String, nullable=False),
    Column("home", Id),
    Column("created_at", Instant, nullable=False),
)

account = Table(
    "account",
    metadata,
    Column("platform", String, nullable=False),
    Column("user", String, nullable=False),
    Column("person", Id, of("person"), nullable=False, index=True),
    PrimaryKeyConstraint("platform", "user"),
)

conversation = Table(
    "conversation",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("platform", String, nullable=False),
    Column("chat", String, nullable=False),
    Column("thread", String, nullable=False),
    Column("private", Boolean, nullable=False),
    Column("owner", Id, of("person"), index=True),
    Column("channel", String),
    Column("unreachable_at", Instant),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("platform", "chat", "thread"),
)

seen = Table(
    "seen",
    metadata,
    Column("key", String, primary_key=True),
    Column("at", Instant, nullable=False, index=True),
)

waiting = Table(
    "waiting",
    metadata,
    Column("conversation", Id, of("conversation"), nullable=False),
    Column("person", Id, of("person"), nullable=False, index=True),
    Column("data", String, nullable=False),
    PrimaryKeyConstraint("conversation", "person"),
)

timer = Table(
    "timer",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("platform", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("subject", Id, nullable=False),
    Column("key", String, nullable=False),
    Column("person", Id, of("person"), index=True),
    Column("conversation", Id, of("conversation"), index=True),
    Column("due_at", Instant, nullable=False),
    Column("attempts", SmallInteger, nullable=False),
    UniqueConstraint("kind", "subject", "key"),
    Index("ix_timer_due", "platform", "due_at"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("key", String, nullable=False, unique=True),
    Column("conversation", Id, of("conversation")),
    Column("platform", String, nullable=False),
    Column("chat", String, nullable=False),
    Column("thread", String, nullable=False),
    Column("op", String, nullable=False),
    Column("ref", Id),
    Column("body", JSON(none_as_null=True)),
    Column("only_for", String, nullable=False),
    Column("token", String),
    Column("fallback", JSON(none_as_null=True)),
    Column("priority", SmallInteger, nullable=False),
    Column("state", String, nullable=False),
    Column("attempts", SmallInteger, nullable=False),
    Column("not_before", Instant),
    Column("expires_at", Instant),
    Column("lease_until", Instant),
    Column("created_at", Instant, nullable=False),
    Column("settled_at", Instant, index=True),
    Column("error", String, nullable=False),
    Index("ix_outbox_conversation", "conversation", "priority", "id"),
    Index(
        "ix_outbox_pending",
        "priority",
        "id",
        sqlite_where=text("state = 'pending'"),
        postgresql_where=text("state = 'pending'"),
    ),
)

sent = Table(
    "sent",
    metadata,
    Column("ref", Id, primary_key=True, autoincrement=False),
    Column("conversation", Id, of("conversation")),
    Column("message", String, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Index("ix_sent_message", "conversation", "message"),
)

poll = Table(
    "poll",
    metadata,
    Column("platform", String, nullable=False),
    Column("poll", String, nullable=False),
    Column("conversation", Id, of("conversation"), nullable=False, index=True),
    Column("ref", Id, nullable=False, index=True),
    Column("options", JSON, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    PrimaryKeyConstraint("platform", "poll"),
)

parked = Table(
    "parked",
    metadata,
    Column("key", String, primary_key=True),
    Column("platform", String, nullable=False),
    Column("poll", String, nullable=False),
    Column("options", JSON, nullable=False),
    Column("person", Id, of("person"), nullable=False, index=True),
    Column("user", String, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Index("ix_parked_poll", "platform", "poll"),
)
