"""A process of the bot on Discord: the adapter as it is."""

from dataclasses import replace

from bot.adapters.discord.client import Access
from bot.adapters.discord.commands import SlashCommand
from bot.adapters.discord.service import Discord
from bot.app import App
from bot.core.clock import SystemClock
from bot.core.ports import Platform
from bot.serve import conduct, slash_commands
from tests.crash import child
from tests.crash.notes import notes


class DiscordHome:
    def __init__(self, access: Access) -> None:
        self._discord = Discord(access, SystemClock())
        self.run, self.stop, self.close = self._discord.run, self._discord.stop, self._discord.close

    @property
    def platform(self) -> Platform:
        return self._discord.platform

    async def connect(self) -> None:
        """`run` does."""

    def receive(self, app: App) -> None:
        commands = map(_described, slash_commands(app.registry, app.translations))
        self._discord.receive(app.engine.handle, conduct(app), list(commands))


def _described(command: SlashCommand) -> SlashCommand:
    """The catalogue says nothing of what only tests have."""
    options = (replace(one, descriptions=one.descriptions or {"en": one.name}) for one in command.options)
    return replace(command, options=tuple(options))


def main() -> None:
    parser = child.arguments()
    parser.add_argument("--api", required=True)
    parser.add_argument("--token", required=True)
    given = parser.parse_args()
    child.start(given, lambda: DiscordHome(Access(given.token, given.api)), [notes])


if __name__ == "__main__":
    main()
