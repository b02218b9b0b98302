# What the scripts of this folder share; source it. Each script is called in one of two ways:
#
#   SCRIPT URL                 against a running gateway, for example http://127.0.0.1:4566
#   SCRIPT [-- COMMAND ...]    starts a gateway for itself, with this command or with ./sallyport up --ephemeral
#
# It needs aws (1 or 2), curl and python3, leaves nothing behind, and its exit code is 0 when every check holds. A command's
# output has to hold the line "Ready. URL". The URL may be AWS's own as far as the checks go.

set -euo pipefail

project=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
start_command=("$project/sallyport" up --ephemeral --listen 127.0.0.1:0)
endpoint=
if [ "${1:-}" = -- ]; then
    shift
    [ $# -eq 0 ] || start_command=("$@")
elif [ $# -gt 0 ]; then
    endpoint=${1%/}
fi

for tool in aws curl python3; do
    command -v "$tool" >/dev/null || { echo "$(basename "$0") needs $tool" >&2; exit 2; }
done

work=$(mktemp -d)
pids=()
apis=()
http_apis=()
functions=()

end() {
    local status=$? each
    for each in ${apis[@]+"${apis[@]}"}; do gateway delete-rest-api --rest-api-id "$each" || true; done
    for each in ${http_apis[@]+"${http_apis[@]}"}; do gateway2 delete-api --api-id "$each" || true; done
    for each in ${functions[@]+"${functions[@]}"}; do aws_ lambda delete-function --function-name "$each" >"$work/deleted" || true; done
    for each in ${pids[@]+"${pids[@]}"}; do
        kill "$each" 2>/dev/null || true
        wait "$each" 2>/dev/null || true
    done
    if [ "$status" -ne 0 ] && [ -f "$work/gateway.log" ]; then
        echo "--- the gateway's log" >&2
        tail -n 40 "$work/gateway.log" >&2
    fi
    rm -rf "$work"
    exit "$status"
}
trap end EXIT

# A Region and test credentials, nothing else of the user's configuration.
export AWS_ACCESS_KEY_ID=${AWS_ACCESS_KEY_ID:-test} AWS_SECRET_ACCESS_KEY=${AWS_SECRET_ACCESS_KEY:-test}
export AWS_DEFAULT_REGION=us-east-1 AWS_REGION=us-east-1
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true AWS_PAGER=
unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN AWS_ENDPOINT_URL AWS_DEFAULT_OUTPUT
export NO_PROXY=127.0.0.1,localhost no_proxy=127.0.0.1,localhost

step() { printf '\n== %s\n' "$*"; }

aws_() { aws --endpoint-url "$endpoint" --output text "$@"; }

gateway() { aws_ apigateway "$@"; }

gateway2() { aws_ apigatewayv2 "$@"; }

# fail TEXT: ends the script.
fail() {
    printf 'NOT OK  %s\n' "$*" >&2
    exit 1
}

# is WHAT EXPECTED ACTUAL: both texts have to be the same.
is() {
    [ "$2" = "$3" ] || fail "$1: expected \"$2\", got \"$3\""
    printf 'ok      %s: %s\n' "$1" "$3"
}

# between WHAT LEAST MOST ACTUAL: a whole number has to lie between two others.
between() {
    [ "$4" -ge "$2" ] && [ "$4" -le "$3" ] || fail "$1: expected $2 to $3, got $4"
    printf 'ok      %s: %s (%s to %s)\n' "$1" "$4" "$2" "$3"
}

# refused WHAT TEXT COMMAND ...: the command has to fail with the text.
refused() {
    local what=$1 text=$2 said
    shift 2
    if said=$("$@" 2>&1); then fail "$what: was not refused"; fi
    case $said in
        *"$text"*) printf 'ok      %s: %s\n' "$what" "$text" ;;
        *) fail "$what: expected \"$text\" in \"$said\"" ;;
    esac
}

# wait_for WHAT COMMAND ...: the command has to succeed within five minutes; a first start may build.
wait_for() {
    local what=$1 deadline=$((SECONDS + 300))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$deadline" ] || fail "waited too long for $what"
        sleep 0.1
    done
}

# get STAGE PATH [CURL OPTION ...]: the body of an answer; anything but 200 ends the script.
get() {
    local stage=$1 path=$2
    shift 2
    curl -sS -m 60 --fail-with-body "$@" "$endpoint/_aws/execute-api/$api/$stage$path"
}

# count NUMBER STAGE PATH TEXT: how many of so many answers hold the text; one connection, as a client keeps it.
count() {
    local urls=() i
    for ((i = 0; i < $1; i++)); do urls+=("$endpoint/_aws/execute-api/$api/$2$3"); done
    curl -sS -m 300 --fail-with-body -w '\n' "${urls[@]}" | grep -c -- "$4" || true
}

# backend NAME: a server that answers with its name and the path; prints host and port.
backend() {
    local name=$1
    cat >"$work/backend.py" <<'PYTHON'
import http.server
import sys


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = (sys.argv[1] + " got " + self.path).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
with open(sys.argv[2], "w") as port:
    port.write(str(server.server_port) + "\n")
server.serve_forever()
PYTHON
    python3 "$work/backend.py" "$name" "$work/port-$name" &
    pids+=($!)
    wait_for "the backend $name" test -s "$work/port-$name"
    backend=127.0.0.1:$(cat "$work/port-$name")
}

# zip_function SOURCE: packs one Python file as a function; prints the name of the archive.
zip_function() {
    printf '%s\n' "$1" >"$work/index.py"
    (cd "$work" && python3 -m zipfile -c function.zip index.py)
}

ready() {
    kill -0 "${pids[0]}" 2>/dev/null || fail "the gateway has ended"
    grep -q 'Ready\. http' "$work/gateway.log"
}

if [ -z "$endpoint" ]; then
    step "A gateway"
    "${start_command[@]}" >"$work/gateway.log" 2>&1 &
    pids+=($!)
    wait_for 'a ready gateway' ready
    endpoint=$(sed -n 's/.*Ready\. \(http[^ ]*\).*/\1/p' "$work/gateway.log" | head -n 1)
    # A gateway that asks who calls says where its root's access key is, at its first start.
    told=$(sed -n "s/.*The root's access key is in \(.*\)\. Take it from there.*/\1/p" "$work/gateway.log" | head -n 1)
    if [ -n "$told" ]; then
        AWS_ACCESS_KEY_ID=$(sed -n 's/^aws_access_key_id = //p' "$told")
        AWS_SECRET_ACCESS_KEY=$(sed -n 's/^aws_secret_access_key = //p' "$told")
        export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
    fi
    echo "ok      it serves at $endpoint"
fi
