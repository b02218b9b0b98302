#!/usr/bin/env bash
#
# The pet store, built with the unmodified AWS CLI against a gateway, and what must hold for it.
#
#   petstore.sh URL                 against a running gateway, for example http://127.0.0.1:4566
#   petstore.sh -- COMMAND ...      starts the gateway with this command, also once more after kill -9; for example
#                                   petstore.sh -- ./sallyport up --listen 127.0.0.1:4599 --data "$(mktemp -d)"
#                                   With --auth enforce the CLI signs as the root, whose key lies in the data folder.
#
# The command's output has to hold the line "Ready. URL". Needs aws (1 or 2), curl and python3, and node and python3 for
# the functions. Exit code 0 when every check holds.

set -euo pipefail

usage() {
    sed -n '3,11s/^# \{0,1\}//p' "$0" >&2
    exit 2
}

[ $# -ge 1 ] || usage
start_command=()
endpoint=
if [ "$1" = -- ]; then
    shift
    [ $# -ge 1 ] || usage
    start_command=("$@")
else
    endpoint=${1%/}
fi

for tool in aws curl python3; do
    command -v "$tool" >/dev/null || { echo "petstore.sh needs $tool" >&2; exit 2; }
done

work=$(mktemp -d)
gateway_pid=
backend_pid=

end() {
    status=$?
    if [ -n "$gateway_pid" ]; then
        kill "$gateway_pid" 2>/dev/null || true
        wait "$gateway_pid" 2>/dev/null || true
    fi
    [ -z "$backend_pid" ] || kill "$backend_pid" 2>/dev/null || true
    if [ "$status" -ne 0 ] && [ -f "$work/gateway.log" ]; then
        echo "--- the gateway's log" >&2
        tail -n 40 "$work/gateway.log" >&2
    fi
    rm -rf "$work"
    exit "$status"
}
trap end EXIT

# A Region and test credentials, nothing else of the user's configuration.
export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1 AWS_REGION=us-east-1
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true AWS_PAGER=
unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN AWS_ENDPOINT_URL AWS_DEFAULT_OUTPUT
export NO_PROXY=127.0.0.1,localhost no_proxy=127.0.0.1,localhost

step() { printf '\n== %s\n' "$*"; }

aws_() { aws --endpoint-url "$endpoint" --output text "$@"; }

gateway() { aws_ apigateway "$@"; }

# wait_for WHAT COMMAND ...: the command has to succeed within a minute.
wait_for() {
    local what=$1 deadline=$((SECONDS + 120))
    shift
    until "$@"; do
        if [ "$SECONDS" -ge "$deadline" ]; then
            echo "NOT OK  waited too long for $what" >&2
            exit 1
        fi
        sleep 0.1
    done
}

# check WHAT EXPECTED ACTUAL: the actual text has to hold the expected one.
check() {
    case $3 in
        *"$2"*) printf 'ok      %s: %s\n' "$1" "$3" ;;
        *)
            printf 'NOT OK  %s: expected "%s" in "%s"\n' "$1" "$2" "$3" >&2
            exit 1
            ;;
    esac
}

# get STAGE PATH [CURL OPTION ...]: status and body of an answer in one line.
get() {
    local stage=$1 path=$2
    shift 2
    curl -sS -m 60 -w ' [%{http_code}]' "$@" "$endpoint/_aws/execute-api/$api/$stage$path" | tr -d '\n'
}

ready() {
    kill -0 "$gateway_pid" 2>/dev/null || { echo "NOT OK  the gateway has ended" >&2; exit 1; }
    grep -q 'Ready\. http' "$work/gateway.log"
}

start_gateway() {
    : >"$work/gateway.log"
    "${start_command[@]}" >"$work/gateway.log" 2>&1 &
    gateway_pid=$!
    wait_for 'a ready gateway' ready
    endpoint=$(sed -n 's/.*Ready\. \(http[^ ]*\).*/\1/p' "$work/gateway.log" | head -n 1)
    # A gateway that asks who calls says where its root's access key is, at its first start.
    told=$(sed -n "s/.*The root's access key is in \(.*\)\. Take it from there.*/\1/p" "$work/gateway.log" | head -n 1)
    if [ -n "$told" ]; then
        AWS_ACCESS_KEY_ID=$(sed -n 's/^aws_access_key_id = //p' "$told")
        AWS_SECRET_ACCESS_KEY=$(sed -n 's/^aws_secret_access_key = //p' "$told")
        export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
    fi
}

if [ ${#start_command[@]} -gt 0 ]; then
    step "The gateway starts"
    start_gateway
    echo "ok      it serves at $endpoint"
fi

step "A backend"
cat >"$work/backend.py" <<'PYTHON'
import http.server
import sys


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = ("backend got " + self.path).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
with open(sys.argv[1], "w") as port:
    port.write(str(server.server_port) + "\n")
server.serve_forever()
PYTHON
python3 "$work/backend.py" "$work/port" &
backend_pid=$!
wait_for 'the backend' test -s "$work/port"
backend=http://127.0.0.1:$(cat "$work/port")
echo "ok      it listens at $backend"

step "Functions: one in node, one in python, with versions and aliases"
suffix=$RANDOM$RANDOM
list=pets-list-$suffix
show=pets-show-$suffix

node_zip() { # RELEASE
    cat >"$work/index.js" <<JAVASCRIPT
exports.handler = async (event) => ({
  statusCode: 200,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({
    pets: ['Bella', 'Milo'],
    release: '$1',
    stage: event.requestContext.stage,
    greeting: event.stageVariables.greeting,
  }),
});
JAVASCRIPT
    zip_file index.js
}

python_zip() { # RELEASE
    cat >"$work/pet.py" <<PYTHON
import json


def handler(event, context):
    return {
        "statusCode": 200,
        "body": json.dumps({
            "pet": event["pathParameters"]["petId"],
            "release": "$1",
            "stage": event["requestContext"]["stage"],
        }),
    }
PYTHON
    zip_file pet.py
}

zip_file() {
    python3 - "$work" "$1" <<'PYTHON'
import os
import sys
import zipfile

with zipfile.ZipFile(os.path.join(sys.argv[1], "code.zip"), "w", zipfile.ZIP_DEFLATED) as code:
    code.write(os.path.join(sys.argv[1], sys.argv[2]), sys.argv[2])
PYTHON
}

account=
create_function() { # NAME RUNTIME HANDLER ZIPPER
    "$4" 1
    local arn
    arn=$(aws_ lambda create-function --function-name "$1" --runtime "$2" --handler "$3" \
        --role arn:aws:iam::123456789012:role/pet-store --timeout 20 \
        --zip-file "fileb://$work/code.zip" --query FunctionArn)
    account=$(echo "$arn" | cut -d: -f5)
    aws_ lambda wait function-active-v2 --function-name "$1"
    local version
    version=$(aws_ lambda publish-version --function-name "$1" --query Version)
    "$4" next
    aws_ lambda update-function-code --function-name "$1" --zip-file "fileb://$work/code.zip" --query State >/dev/null
    aws_ lambda wait function-updated-v2 --function-name "$1"
    aws_ lambda create-alias --function-name "$1" --name prod --function-version "$version" --query Name >/dev/null
    aws_ lambda create-alias --function-name "$1" --name dev --function-version '$LATEST' --query Name >/dev/null
    echo "ok      $arn with the aliases prod (version $version) and dev (\$LATEST)"
}

create_function "$list" nodejs20.x index.handler node_zip
create_function "$show" python3.12 pet.handler python_zip
aws_ lambda invoke --function-name "$show:prod" --cli-binary-format raw-in-base64-out \
    --payload '{"pathParameters":{"petId":"7"},"requestContext":{"stage":"none"}}' "$work/answer" >/dev/null 2>&1 \
    || aws_ lambda invoke --function-name "$show:prod" \
        --payload '{"pathParameters":{"petId":"7"},"requestContext":{"stage":"none"}}' "$work/answer" >/dev/null
check "invoke of the alias prod" '\"release\": \"1\"' "$(cat "$work/answer")"

step "The REST API"
api=$(gateway create-rest-api --name "Pet store $suffix" --endpoint-configuration types=REGIONAL --query id)
root=$(gateway get-resources --rest-api-id "$api" --query 'items[0].id')
echo "ok      API $api with root resource $root"

resource() { # PARENT PATH_PART
    gateway create-resource --rest-api-id "$api" --parent-id "$1" --path-part "$2" --query id
}

pets=$(resource "$root" pets)
pet=$(resource "$pets" '{petId}')
about=$(resource "$root" about)
proxied=$(resource "$(resource "$root" backend)" '{proxy+}')

function_method() { # RESOURCE FUNCTION ALIAS_EXPRESSION
    gateway put-method --rest-api-id "$api" --resource-id "$1" --http-method GET --authorization-type NONE >/dev/null
    gateway put-integration --rest-api-id "$api" --resource-id "$1" --http-method GET --type AWS_PROXY \
        --integration-http-method POST \
        --uri "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:$account:function:$2:$3/invocations" \
        >/dev/null
}

function_method "$pets" "$list" '${stageVariables.alias}'
function_method "$pet" "$show" '${stageVariables.alias}'

gateway put-method --rest-api-id "$api" --resource-id "$about" --http-method GET --authorization-type NONE >/dev/null
gateway put-method-response --rest-api-id "$api" --resource-id "$about" --http-method GET --status-code 200 >/dev/null
gateway put-integration --rest-api-id "$api" --resource-id "$about" --http-method GET --type MOCK \
    --request-templates '{"application/json":"{\"statusCode\": 200}"}' >/dev/null
gateway put-integration-response --rest-api-id "$api" --resource-id "$about" --http-method GET --status-code 200 \
    --response-templates '{"application/json":"{\"about\": \"first\"}"}' >/dev/null

gateway put-method --rest-api-id "$api" --resource-id "$proxied" --http-method ANY --authorization-type NONE \
    --request-parameters method.request.path.proxy=true >/dev/null
# Before version 2 the CLI fetches parameters that begin with http:// unless it reads them from JSON.
cat >"$work/integration.json" <<JSON
{
  "restApiId": "$api",
  "resourceId": "$proxied",
  "httpMethod": "ANY",
  "type": "HTTP_PROXY",
  "integrationHttpMethod": "ANY",
  "uri": "$backend/{proxy}",
  "requestParameters": {"integration.request.path.proxy": "method.request.path.proxy"}
}
JSON
gateway put-integration --cli-input-json "file://$work/integration.json" >/dev/null
echo "ok      GET /pets, /pets/{petId}, /about and ANY /backend/{proxy+}"

allow() { # FUNCTION
    local alias
    for alias in dev prod; do
        aws_ lambda add-permission --function-name "$1" --qualifier "$alias" --statement-id pet-store \
            --action lambda:InvokeFunction --principal apigateway.amazonaws.com \
            --source-arn "arn:aws:execute-api:us-east-1:$account:$api/*/GET/pets*" >/dev/null
    done
}

step "Stages dev and prod"
first=$(gateway create-deployment --rest-api-id "$api" --stage-name dev --variables alias=dev,greeting=hi --query id)
gateway create-deployment --rest-api-id "$api" --stage-name prod --variables alias=prod,greeting=hello >/dev/null
check "a function that has not allowed the API" '[500]' "$(get prod /pets)"
allow "$list"
allow "$show"
check "the node function in dev" '"release":"next","stage":"dev","greeting":"hi"} [200]' "$(get dev /pets)"
check "the node function in prod" '"release":"1","stage":"prod","greeting":"hello"} [200]' "$(get prod /pets)"
check "the python function in dev" '{"pet": "2", "release": "next", "stage": "dev"} [200]' "$(get dev /pets/2)"
check "the python function in prod" '{"pet": "2", "release": "1", "stage": "prod"} [200]' "$(get prod /pets/2)"
check "the mock" '{"about": "first"} [200]' "$(get prod /about)"
check "the backend" 'backend got /toys/balls?color=red [200]' "$(get prod '/backend/toys/balls?color=red')"
check "a path that is not there" '{"message":"Missing Authentication Token"} [403]' "$(get prod /nothing)"
check "the host form" '{"about": "first"} [200]' \
    "$(curl -sS -m 60 -w ' [%{http_code}]' -H "Host: $api.execute-api.us-east-1.amazonaws.com" "$endpoint/prod/about")"

step "A change is invisible until it is deployed"
former=$(gateway get-stage --rest-api-id "$api" --stage-name prod --query deploymentId)
gateway update-integration-response --rest-api-id "$api" --resource-id "$about" --http-method GET --status-code 200 \
    --patch-operations '[{"op":"replace","path":"/responseTemplates/application~1json","value":"{\"about\": \"second\"}"}]' \
    >/dev/null
check "before create-deployment" '{"about": "first"} [200]' "$(get prod /about)"
gateway create-deployment --rest-api-id "$api" --stage-name prod >/dev/null
check "after create-deployment" '{"about": "second"} [200]' "$(get prod /about)"
check "in the other stage" '{"about": "first"} [200]' "$(get dev /about)"
check "the other stage's deployment" "$first" "$(gateway get-stage --rest-api-id "$api" --stage-name dev --query deploymentId)"

step "The former deployment brings the old answer back"
gateway update-stage --rest-api-id "$api" --stage-name prod \
    --patch-operations "op=replace,path=/deploymentId,value=$former" >/dev/null
check "after update-stage" '{"about": "first"} [200]' "$(get prod /about)"
check "with the stage's variables" '"greeting":"hello"} [200]' "$(get prod /pets)"

step "kill -9 and start again loses nothing"
if [ ${#start_command[@]} -gt 0 ]; then
    inventory() {
        gateway get-resources --rest-api-id "$api" --embed methods --output json
        gateway get-stages --rest-api-id "$api" --output json
        gateway get-deployments --rest-api-id "$api" --output json
        aws_ lambda list-functions --output json
        aws_ lambda list-aliases --function-name "$list" --output json
        aws_ lambda get-policy --function-name "$list" --qualifier prod --output json
    }
    inventory >"$work/before"
    kill -9 "$gateway_pid"
    wait "$gateway_pid" 2>/dev/null || true
    start_gateway
    inventory >"$work/after"
    check "what the control plane shows" same "$(cmp -s "$work/before" "$work/after" && echo same || diff "$work/before" "$work/after")"
    check "the mock" '{"about": "first"} [200]' "$(get prod /about)"
    check "the node function" '"release":"1","stage":"prod","greeting":"hello"} [200]' "$(get prod /pets)"
    check "the python function" '{"pet": "2", "release": "next", "stage": "dev"} [200]' "$(get dev /pets/2)"
    check "the backend" 'backend got /toys [200]' "$(get prod /backend/toys)"
else
    echo "skipped: the gateway at $endpoint was not started by this script"
fi

step "Cleaning up"
gateway delete-rest-api --rest-api-id "$api"
check "the deleted API" '[404]' "$(get prod /about)"
aws_ lambda delete-function --function-name "$list" >/dev/null
aws_ lambda delete-function --function-name "$show" >/dev/null

if [ ${#start_command[@]} -gt 0 ]; then
    step "SIGTERM ends the gateway"
    kill "$gateway_pid"
    status=0
    wait "$gateway_pid" || status=$?
    gateway_pid=
    check "exit code" "0" "$status"
fi

printf '\nAll checks hold.\n'
