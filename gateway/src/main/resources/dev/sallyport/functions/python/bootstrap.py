"""Runs python* functions: asks the Lambda Runtime API for events over one bare keep-alive socket and sends each answer
together with the next question in one write. Needs Python 3.8 or newer and its standard library alone."""

import importlib
import io
import json
import os
import socket
import sys
import time
import traceback

BASE = "/2018-06-01/runtime"
HOST, PORT = os.environ["AWS_LAMBDA_RUNTIME_API"].split(":")
TASK_ROOT = os.environ["LAMBDA_TASK_ROOT"]
# Nobody waits for the answer to a response: it may come with the next event, in one piece.
NEXT = (
    "GET %s/invocation/next HTTP/1.1\r\nHost: %s\r\nSallyport-Answers-May-Wait: 1\r\n\r\n" % (BASE, HOST)
).encode("ascii")

request_id = ""


class Output(io.RawIOBase):
    """Standard output: counts what it writes, so that the platform writes END behind the function's lines."""

    written = 0

    def writable(self):
        return True

    def fileno(self):
        return 1

    def write(self, data):
        view = memoryview(data).cast("B")
        offset = 0
        while offset < len(view):
            offset += os.write(1, view[offset:])
        Output.written += len(view)
        return len(view)


def text_stream():
    return io.TextIOWrapper(
        io.BufferedWriter(Output(), 65536), encoding="utf-8", errors="backslashreplace", line_buffering=True
    )


class Fault(Exception):
    """An error of the runtime's own, with the type that AWS reports."""

    def __init__(self, error_type, message, trace=None):
        super().__init__(message)
        self.error_type = error_type
        self.trace = trace or []


def error_document(error, invocation_id):
    if isinstance(error, Fault):
        error_type, trace = error.error_type, error.trace
    else:
        error_type = type(error).__name__
        frames = traceback.extract_tb(error.__traceback__)
        inner = [frame for frame in frames if frame.filename != __file__ and not frame.filename.startswith("<frozen importlib")]
        trace = traceback.format_list(inner)
    return {
        "errorMessage": str(error),
        "errorType": error_type,
        "requestId": invocation_id,
        "stackTrace": trace,
    }


def log_error(document):
    # One line for one event: the lines within are divided by carriage returns, as AWS does it.
    lines = ["[ERROR] %s: %s" % (document["errorType"], document["errorMessage"])]
    if document["stackTrace"]:
        lines.append("Traceback (most recent call last):")
        for element in document["stackTrace"]:
            lines.extend(element.splitlines())
    sys.stdout.write("\r".join(lines) + "\n")
    sys.stdout.flush()


def set_up_logging():
    import logging

    class RequestIdFilter(logging.Filter):
        def filter(self, record):
            record.aws_request_id = request_id
            return True

    class Handler(logging.Handler):
        def emit(self, record):
            sys.stdout.write(self.format(record))
            sys.stdout.flush()

    formatter = logging.Formatter(
        "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n", "%Y-%m-%dT%H:%M:%S"
    )
    formatter.converter = time.gmtime
    handler = Handler()
    handler.setFormatter(formatter)
    handler.addFilter(RequestIdFilter())
    logging.getLogger().addHandler(handler)


class CognitoIdentity:
    __slots__ = ["cognito_identity_id", "cognito_identity_pool_id"]

    def __init__(self, values):
        self.cognito_identity_id = values.get("cognitoIdentityId")
        self.cognito_identity_pool_id = values.get("cognitoIdentityPoolId")


class Client:
    __slots__ = ["installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name"]

    def __init__(self, values):
        for name in self.__slots__:
            setattr(self, name, values.get(name))


class ClientContext:
    __slots__ = ["custom", "env", "client"]

    def __init__(self, values):
        self.custom = values.get("custom")
        self.env = values.get("env")
        self.client = Client(values["client"]) if values.get("client") else None


class LambdaContext:
    def __init__(self, headers):
        environment = os.environ
        self.aws_request_id = headers["lambda-runtime-aws-request-id"]
        self.log_group_name = environment.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = environment.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = environment.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = environment.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = environment.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = headers.get("lambda-runtime-invoked-function-arn")
        client_context = headers.get("lambda-runtime-client-context")
        self.client_context = ClientContext(json.loads(client_context)) if client_context else None
        identity = headers.get("lambda-runtime-cognito-identity")
        self.identity = CognitoIdentity(json.loads(identity) if identity else {})
        self._epoch_deadline_time_in_ms = int(headers["lambda-runtime-deadline-ms"])

    def get_remaining_time_in_millis(self):
        return max(self._epoch_deadline_time_in_ms - int(time.time() * 1000), 0)

    def log(self, message):
        sys.stdout.write(str(message))


class RuntimeApi:
    """One connection; messages are read whole."""

    def __init__(self):
        self.connection = socket.create_connection((HOST, int(PORT)))
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.pending = b""

    def fill(self):
        data = self.connection.recv(262144)
        if not data:
            # The gateway has gone, or has given this environment up.
            os._exit(1)
        return data

    def read(self):
        """The next message as status line, headers and body."""
        while b"\r\n\r\n" not in self.pending:
            self.pending += self.fill()
        head, rest = self.pending.split(b"\r\n\r\n", 1)
        lines = head.decode("latin-1").split("\r\n")
        headers = {}
        for line in lines[1:]:
            name, value = line.split(":", 1)
            headers[name.lower()] = value.strip()
        length = int(headers.get("content-length", "0"))
        if len(rest) < length:
            parts, have = [rest], len(rest)
            while have < length:
                parts.append(self.fill())
                have += len(parts[-1])
            rest = b"".join(parts)
        self.pending = rest[length:]
        return lines[0], headers, rest[:length]

    def next_event(self):
        while True:
            status, headers, body = self.read()
            # Anything else answers a POST; a refused one (too large) was dealt with by the platform.
            if " 200" in status:
                return headers, body

    def post(self, target, body, error_type=None, then=b""):
        head = "POST %s%s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n" % (
            BASE,
            target,
            HOST,
            len(body),
        )
        if Output.written:
            head += "Sallyport-Logged-Bytes: %d\r\n" % Output.written
        if error_type:
            head += "Lambda-Runtime-Function-Error-Type: %s\r\n" % "".join(c for c in error_type if " " <= c <= "~")
        self.connection.sendall(head.encode("ascii") + b"\r\n" + body + then)


def load(name):
    try:
        module_name, function_name = name.rsplit(".", 1)
    except ValueError as error:
        raise Fault("Runtime.MalformedHandlerName", "Bad handler '%s': %s" % (name, error))
    try:
        if module_name.split(".")[0] in sys.builtin_module_names:
            raise Fault(
                "Runtime.BuiltInModuleConflict",
                "Cannot use built-in module %s as a handler module" % module_name,
            )
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Fault("Runtime.ImportModuleError", "Unable to import module '%s': %s" % (module_name, error))
    except SyntaxError as error:
        raise Fault(
            "Runtime.UserCodeSyntaxError",
            "Syntax error in module '%s': %s" % (module_name, error),
            ['  File "%s" Line %s\n    %s' % (error.filename, error.lineno, error.text)],
        )
    try:
        return getattr(module, function_name)
    except AttributeError:
        raise Fault("Runtime.HandlerNotFound", "Handler '%s' missing on module '%s'" % (function_name, module_name))


def to_json(value):
    def other(item):
        import decimal

        if isinstance(item, decimal.Decimal):
            return float(item)
        raise TypeError("Object of type %s is not JSON serializable" % type(item).__name__)

    return json.dumps(value, default=other, ensure_ascii=False).encode("utf-8", "backslashreplace")


def set_trace_id(trace_id):
    """The C library keeps each value that a variable ever had: with one for each invocation there, a function would run
    out of memory after half a million of them. So Python alone sees this one, by the dictionary behind os.environ."""
    name = "_X_AMZN_TRACE_ID"
    known = getattr(os.environ, "_data", None)
    if known is None:
        os.environ[name] = trace_id or ""
    elif trace_id:
        known[os.environ.encodekey(name)] = os.environ.encodevalue(trace_id)
    else:
        known.pop(os.environ.encodekey(name), None)


def run_one(api, handler, headers, body):
    invocation_id = headers["lambda-runtime-aws-request-id"]
    trace_id = headers.get("lambda-runtime-trace-id")
    set_trace_id(trace_id)
    try:
        result = handler(json.loads(body.decode("utf-8")), LambdaContext(headers))
        try:
            answer = to_json(result)
        except Exception as error:
            raise Fault("Runtime.MarshalError", "Unable to marshal response: %s" % error)
    except Exception as error:
        document = error_document(error, invocation_id)
        log_error(document)
        api.post(
            "/invocation/%s/error" % invocation_id,
            json.dumps(document).encode("utf-8"),
            document["errorType"],
            NEXT,
        )
    else:
        sys.stdout.flush()
        sys.stderr.flush()
        api.post("/invocation/%s/response" % invocation_id, answer, None, NEXT)


def main():
    global request_id
    sys.stdout = text_stream()
    sys.stderr = text_stream()
    sys.path.insert(0, TASK_ROOT)
    set_up_logging()
    api = RuntimeApi()
    try:
        handler = load(os.environ["_HANDLER"])
    except Exception as error:
        document = error_document(error, "")
        log_error(document)
        api.post("/init/error", json.dumps(document).encode("utf-8"), document["errorType"])
        os._exit(1)
    api.connection.sendall(NEXT)
    while True:
        headers, body = api.next_event()
        request_id = headers["lambda-runtime-aws-request-id"]
        run_one(api, handler, headers, body)
        request_id = ""


if __name__ == "__main__":
    main()
