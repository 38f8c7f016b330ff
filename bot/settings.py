"""Settings from the environment and from a `.env` file in the working directory."""

import re
from pathlib import Path
from typing import Annotated, Literal, Self, TypeVar

from pydantic import AfterValidator, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.storage.database import BadUrl, parse_url

T = TypeVar("T")

_EXAMPLES = {
    "DATABASE_URL": "sqlite:///data/milepost.sqlite3",
    "CONTENT_DIR": "./content",
    "LOG_LEVEL": "INFO",
    "TELEGRAM_BOT_TOKEN": "123456:ABC-DEF",
    "TELEGRAM_API_URL": "http://127.0.0.1:8081",
    "TELEGRAM_WEBHOOK_URL": "https://bot.example.org/telegram",
    "TELEGRAM_WEBHOOK_SECRET": "64-letters-digits-underscores-or-hyphens",
    "TELEGRAM_WEBHOOK_PORT": "8080",
    "HEALTH_PORT": "8090",
    "DISCORD_BOT_TOKEN": "MTA2…",
    "DISCORD_API_URL": "http://127.0.0.1:9000/api/v10",
}


class BadSettings(ValueError):
    """A setting that can't be used. The text is one line: the variable, what is wrong, an example."""


def _looks_like(pattern: str) -> AfterValidator:
    def check(value: T) -> T:
        raw = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
        if value is not None and not re.fullmatch(pattern, raw):
            raise ValueError("it doesn't look like one")
        return value

    return AfterValidator(check)


class Settings(BaseSettings):
    """Each field is the environment variable of the same name in capitals; an empty variable counts as not set."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore")

    database_url: str = "sqlite:///data/milepost.sqlite3"
    content_dir: Path | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    telegram_bot_token: Annotated[SecretStr | None, _looks_like(r"\d+:\S+")] = None
    telegram_api_url: Annotated[str, _looks_like(r"https?://[^/\s]\S*")] = "https://api.telegram.org"
    telegram_webhook_url: Annotated[str | None, _looks_like(r"https://[^/\s]\S*")] = None
    telegram_webhook_secret: Annotated[SecretStr | None, _looks_like(r"[A-Za-z0-9_-]{1,256}")] = None
    telegram_webhook_port: Annotated[int, Field(ge=0, le=65535)] = 8080
    health_port: Annotated[int | None, Field(ge=0, le=65535)] = None
    discord_bot_token: Annotated[SecretStr | None, Field(min_length=1)] = None
    discord_api_url: Annotated[str, _looks_like(r"https?://[^/\s]\S*")] = "https://discord.com/api/v10"

    @field_validator("database_url")
    @classmethod
    def _is_database(cls, raw: str) -> str:
        parse_url(raw)
        return raw

    @model_validator(mode="after")
    def _has_secret(self) -> Self:
        if self.telegram_webhook_url and not self.telegram_webhook_secret:
            raise ValueError(
                _sentence("TELEGRAM_WEBHOOK_SECRET", "a webhook needs one: it keeps others from calling it")
            )
        return self

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, raw: object) -> object:
        return raw.upper() if isinstance(raw, str) else raw


def read_settings() -> Settings:
    """Raises BadSettings."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        problem = first["msg"].removeprefix("Value error, ")
        raise BadSettings(_sentence(str(first["loc"][0]).upper(), problem) if first["loc"] else problem) from None
    except UnicodeDecodeError:
        raise BadSettings(".env is not UTF-8 text; save it as UTF-8, for example LOG_LEVEL=INFO") from None


def checked_database_url(raw: str) -> str:
    """For a URL given on the command line. Raises BadSettings."""
    try:
        parse_url(raw)
    except BadUrl as error:
        raise BadSettings(_sentence("DATABASE_URL", str(error))) from None
    return raw


def _sentence(variable: str, problem: str) -> str:
    return f"{variable}: {problem}; for example {variable}={_EXAMPLES[variable]}"
