"""A process of the bot on Telegram: the adapter as it is, by long polling."""

from bot.adapters.telegram.service import Access, Telegram
from bot.app import App
from bot.core.clock import SystemClock
from bot.core.ports import Platform
from bot.serve import profile
from tests.crash import child


class TelegramHome:
    def __init__(self, access: Access) -> None:
        self._telegram = Telegram(access, SystemClock())
        self.connect = self._telegram.connect
        self.run, self.stop, self.close = self._telegram.run, self._telegram.stop, self._telegram.close

    @property
    def platform(self) -> Platform:
        return self._telegram.platform

    def receive(self, app: App) -> None:
        self._telegram.receive(app.engine.handle, profile(app, app.translations))


def main() -> None:
    parser = child.arguments()
    parser.add_argument("--api", required=True)
    parser.add_argument("--token", required=True)
    given = parser.parse_args()
    child.start(given, lambda: TelegramHome(Access(given.token, given.api)))


if __name__ == "__main__":
    main()
