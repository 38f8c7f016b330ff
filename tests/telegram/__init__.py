"""A strict fake of Telegram's Bot API for tests; `server.FakeTelegram` is where to begin."""
