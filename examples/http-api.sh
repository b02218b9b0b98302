#!/usr/bin/env bash
#
# AWS's tutorial "Create a CRUD HTTP API with Lambda and DynamoDB" by the AWS CLI: a function behind the routes of an HTTP
# API whose stage deploys itself. In DynamoDB's place stands a small server of this script that keeps items in memory; all
# the rest is the tutorial's. How to call it stands in kit.sh.

# shellcheck source=kit.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/kit.sh"

step "A table"
cat >"$work/table.py" <<'PYTHON'
import http.server
import json
import sys

items = {}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_PUT(self):
        items[self.path] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.say(items[self.path])

    def do_GET(self):
        self.say(list(items.values()) if self.path == "/" else items.get(self.path))

    def do_DELETE(self):
        self.say(items.pop(self.path, None))

    def say(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
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
python3 "$work/table.py" "$work/port-table" &
pids+=($!)
wait_for "the table" test -s "$work/port-table"
table=http://127.0.0.1:$(cat "$work/port-table")
echo "ok      it keeps items at $table"

step "The function"
zip_function 'import json
import os
import urllib.request


def table(method, key="", value=None):
    body = None if value is None else json.dumps(value).encode()
    request = urllib.request.Request(os.environ["TABLE"] + "/" + key, body, method=method)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def handler(event, context):
    status = 200
    route = event["routeKey"]
    if route == "DELETE /items/{id}":
        key = event["pathParameters"]["id"]
        table("DELETE", key)
        body = "Deleted item " + key
    elif route == "GET /items/{id}":
        body = table("GET", event["pathParameters"]["id"])
    elif route == "GET /items":
        body = table("GET")
    elif route == "PUT /items":
        item = json.loads(event["body"])
        table("PUT", item["id"], {"price": item["price"], "id": item["id"], "name": item["name"]})
        body = "Put item " + item["id"]
    else:
        status, body = 400, "Unsupported route: " + route
    return {"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": json.dumps(body)}'
name=http-crud-tutorial-function
cat >"$work/environment.json" <<JSON
{"Variables": {"TABLE": "$table"}}
JSON
arn=$(aws_ lambda create-function --function-name "$name" --runtime python3.12 --handler index.handler \
    --role arn:aws:iam::123456789012:role/http-crud-tutorial-role --zip-file "fileb://$work/function.zip" \
    --environment "file://$work/environment.json" --query FunctionArn)
functions+=("$name")
aws_ lambda wait function-active-v2 --function-name "$name"
echo "ok      $arn"

step "The HTTP API, with a stage that deploys itself"
api=$(gateway2 create-api --name http-crud-tutorial-api --protocol-type HTTP --query ApiId)
http_apis+=("$api")
gateway2 create-stage --api-id "$api" --stage-name '$default' --auto-deploy --query StageName >"$work/stage"
echo "ok      $(gateway2 get-api --api-id "$api" --query ApiEndpoint), here $endpoint/_aws/execute-api/$api"

# call METHOD PATH [CURL OPTION ...]: body and status of an answer.
call() {
    local method=$1 path=$2
    shift 2
    curl -sS -m 60 -w ' %{http_code}' -X "$method" "$@" "$endpoint/_aws/execute-api/$api$path"
}

step "Routes"
keys=('GET /items/{id}' 'GET /items' 'PUT /items' 'DELETE /items/{id}')
routes=()
for key in "${keys[@]}"; do routes+=("$(gateway2 create-route --api-id "$api" --route-key "$key" --query RouteId)"); done
is "their number" 4 "$(gateway2 get-routes --api-id "$api" --query 'length(Items)')"
is "a route without an integration" '{"message":"Internal Server Error"} 500' "$(call GET /items)"

step "One integration for all of them"
integration=$(gateway2 create-integration --api-id "$api" --integration-type AWS_PROXY --integration-uri "$arn" \
    --payload-format-version 2.0 --query IntegrationId)
for route in "${routes[@]}"; do
    gateway2 update-route --api-id "$api" --route-id "$route" --target "integrations/$integration" --query Target >"$work/target"
done
is "without the function's permission" '{"message":"Internal Server Error"} 500' "$(call GET /items)"
account=$(echo "$arn" | cut -d: -f5)
aws_ lambda add-permission --function-name "$name" --statement-id http-api --action lambda:InvokeFunction \
    --principal apigateway.amazonaws.com --source-arn "arn:aws:execute-api:us-east-1:$account:$api/*/*" >"$work/permission"

step "Test your API"
json=(-H 'Content-Type: application/json')
is "an item is put" '"Put item 123" 200' \
    "$(call PUT /items "${json[@]}" -d '{"id": "123", "price": 12345, "name": "myitem"}')"
is "all items" '[{"price": 12345, "id": "123", "name": "myitem"}] 200' "$(call GET /items)"
is "one item" '{"price": 12345, "id": "123", "name": "myitem"} 200' "$(call GET /items/123)"
is "it is deleted" '"Deleted item 123" 200' "$(call DELETE /items/123)"
is "and gone" '[] 200' "$(call GET /items)"
is "a method that has no route" '{"message":"Not Found"} 404' "$(call PATCH /items)"
is "by the API's own host" '[] 200' \
    "$(curl -sS -m 60 -w ' %{http_code}' -H "Host: $api.execute-api.us-east-1.amazonaws.com" "$endpoint/items")"

step "Every change was deployed by itself"
is "the last one" "Successfully deployed stage with deployment ID '$(gateway2 get-stage --api-id "$api" \
    --stage-name '$default' --query DeploymentId)'" \
    "$(gateway2 get-stage --api-id "$api" --stage-name '$default' --query LastDeploymentStatusMessage)"

step "Clean up"
gateway2 delete-api --api-id "$api"
http_apis=()
is "the deleted API" 404 "$(call GET /items | awk '{ print $NF }')"
printf '\nAll checks hold.\n'
