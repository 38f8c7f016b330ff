"""Telegram as a chat: what its Bot API sends is decoded, what the engine decided is rendered as calls to it."""
