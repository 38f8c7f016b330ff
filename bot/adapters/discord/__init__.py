"""Discord as a chat: what its gateway sends is decoded, what the engine decided is rendered as calls to its API."""
