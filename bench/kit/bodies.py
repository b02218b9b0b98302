"""What is sent and answered: JSON texts of known lengths."""

_BEGIN, _END = '{"message": "', '"}'


def json_text(length: int) -> str:
    return _BEGIN + "x" * (length - len(_BEGIN) - len(_END)) + _END


SMALL = json_text(100)
MEDIUM = json_text(10_240)
LARGE = json_text(1_048_576)
