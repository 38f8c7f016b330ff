"""How Discord says no: statuses, codes and the trees of errors in forms."""

from typing import Any


class Refusal(Exception):
    """Becomes the answer of the call that raises it."""

    def __init__(self, status: int, code: int, message: str, errors: dict[str, Any] | None = None) -> None:
        super().__init__(f"{status} {code} {message} {errors or ''}")
        self.status, self.code, self.message, self.errors = status, code, message, errors

    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = {"message": self.message, "code": self.code}
        return {**body, "errors": self.errors} if self.errors else body


def unauthorized() -> Refusal:
    return Refusal(401, 0, "401: Unauthorized")


def not_found() -> Refusal:
    """There is no such route."""
    return Refusal(404, 0, "404: Not Found")


def unknown_application() -> Refusal:
    return Refusal(404, 10002, "Unknown Application")


def unknown_channel() -> Refusal:
    return Refusal(404, 10003, "Unknown Channel")


def unknown_message() -> Refusal:
    return Refusal(404, 10008, "Unknown Message")


def unknown_webhook() -> Refusal:
    return Refusal(404, 10015, "Unknown Webhook")


def unknown_interaction() -> Refusal:
    return Refusal(404, 10062, "Unknown interaction")


def too_large() -> Refusal:
    return Refusal(413, 40005, "Request entity too large")


def acknowledged() -> Refusal:
    return Refusal(400, 40060, "Interaction has already been acknowledged.")


def too_many_follow_ups() -> Refusal:
    return Refusal(400, 40094, "This interaction has reached the maximum number of follow up messages")


def missing_access() -> Refusal:
    return Refusal(403, 50001, "Missing Access")


def not_yours() -> Refusal:
    return Refusal(403, 50005, "Cannot edit a message authored by another user")


def empty() -> Refusal:
    return Refusal(400, 50006, "Cannot send an empty message")


def closed_dms() -> Refusal:
    return Refusal(403, 50007, "Cannot send messages to this user")


def not_a_text_channel() -> Refusal:
    return Refusal(400, 50008, "Cannot send messages in a non-text channel")


def missing_permissions() -> Refusal:
    return Refusal(403, 50013, "Missing Permissions")


def dead_token() -> Refusal:
    return Refusal(401, 50027, "Invalid Webhook Token")


def unknown_recipient() -> Refusal:
    return Refusal(400, 50033, "Invalid Recipient(s)")


def archived() -> Refusal:
    return Refusal(400, 50083, "Thread is archived")


def no_json() -> Refusal:
    return Refusal(400, 50109, "The request body contains invalid JSON.")


class Errors:
    """What is wrong with a form, by the place of it; `check` raises all of it at once."""

    def __init__(self) -> None:
        self.tree: dict[str, Any] = {}

    def add(self, path: tuple[str | int, ...], code: str, message: str) -> None:
        node = self.tree
        for name in path:
            node = node.setdefault(str(name), {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def check(self) -> None:
        if self.tree:
            raise Refusal(400, 50035, "Invalid Form Body", self.tree)


def invalid(path: tuple[str | int, ...], code: str, message: str) -> Refusal:
    """A form with one thing wrong."""
    errors = Errors()
    errors.add(path, code, message)
    return Refusal(400, 50035, "Invalid Form Body", errors.tree)
