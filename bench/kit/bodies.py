"""What is sent and answered: JSON texts of known lengths."""

_BEGIN, _END = '{"message": "', '"}'


def json_text(length: int) -> str:
    return _BEGIN + "x" * (length - len(_BEGIN) - len(_END)) + _END


SMALL = json_text(100)
MEDIUM = json_text(10_240)
LARGE = json_text(1_048_576)

API_KEYS = {f"client-{number}": f"benchmark-api-key-{number:04}-0123456789abcdef" for number in range(100)}
"""Clients by name, each with the value that it sends."""

RATE = 1_000_000
"""What each client may send per second and at once: checked for each request and never reached."""
