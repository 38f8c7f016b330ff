"""A strict fake of Discord for tests; `server.FakeDiscord` is where to begin, and `world.World` is what it keeps."""
