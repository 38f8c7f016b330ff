"""Settings from the environment and from a `.env` file in the working directory."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.storage.database import BadUrl, parse_url

_EXAMPLES = {
    "DATABASE_URL": "sqlite:///data/milepost.sqlite3",
    "CONTENT_DIR": "./content",
    "LOG_LEVEL": "INFO",
    "TELEGRAM_BOT_TOKEN": "123456:ABC-DEF",
    "DISCORD_BOT_TOKEN": "MTA2…",
}


class BadSettings(ValueError):
    """A setting that can't be used. The text is one line: the variable, what is wrong, an example."""


class Settings(BaseSettings):
    """Each field is the environment variable of the same name in capitals; an empty variable counts as not set."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore")

    database_url: str = "sqlite:///data/milepost.sqlite3"
    content_dir: Path | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    telegram_bot_token: Annotated[SecretStr | None, Field(min_length=1)] = None
    discord_bot_token: Annotated[SecretStr | None, Field(min_length=1)] = None

    @field_validator("database_url")
    @classmethod
    def _is_database(cls, raw: str) -> str:
        parse_url(raw)
        return raw

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
        variable = str(first["loc"][0]).upper()
        raise BadSettings(_sentence(variable, first["msg"].removeprefix("Value error, "))) from None
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
