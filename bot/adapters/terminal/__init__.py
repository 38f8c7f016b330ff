"""The terminal as a chat: for trying Milepost, scripting it and testing it."""
