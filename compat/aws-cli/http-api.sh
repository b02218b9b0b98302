#!/usr/bin/env bash
#
# HTTP APIs by the unmodified AWS CLI: quick create, routes, integrations and their mappings, deployments and stages, CORS,
# authorizers, VPC links and tags, each with what the data plane makes of it. How to call it stands in examples/kit.sh.

# shellcheck source=../../examples/kit.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/../../examples/kit.sh"

# call API METHOD PATH [CURL OPTION ...]: body and status of an answer; its head lies in $work/head.
call() {
    local of=$1 method=$2 path=$3
    shift 3
    curl -sS -m 60 -D "$work/head" -w ' %{http_code}' -X "$method" "$@" "$endpoint/_aws/execute-api/$of$path"
}

# header NAME: the value of a header of the last answer.
header() { tr -d '\r' <"$work/head" | sed -n "s/^$1: //Ip"; }

# json COMMAND ...: a call of the CLI with its input in a file, for before version 2 it fetches what begins with http://.
json() {
    cat >"$work/input.json"
    gateway2 "$@" --cli-input-json "file://$work/input.json"
}

step "A backend, which is an issuer of tokens besides"
cat >"$work/issuer.py" <<'PYTHON'
import http.server
import json
import sys


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        url = "http://127.0.0.1:%d" % self.server.server_port
        if self.path == "/.well-known/openid-configuration":
            body = json.dumps({"issuer": url, "jwks_uri": url + "/keys"})
        elif self.path == "/keys":
            body = '{"keys": []}'
        else:
            body = "%s %s %s" % (self.command, self.path, self.headers.get("x-mark", "-"))
        self.send_response(404 if "missing" in self.path else 200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    do_POST = do_GET

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
with open(sys.argv[1], "w") as port:
    port.write(str(server.server_port) + "\n")
server.serve_forever()
PYTHON
python3 "$work/issuer.py" "$work/port-issuer" &
pids+=($!)
wait_for "the backend" test -s "$work/port-issuer"
backend=http://127.0.0.1:$(cat "$work/port-issuer")
echo "ok      $backend"

step "Quick create with a function"
zip_function 'def handler(event, context):
    http = event["requestContext"]["http"]
    return {"route": event["routeKey"], "path": event["rawPath"], "method": http["method"]}'
function=http-api-$RANDOM$RANDOM
arn=$(aws_ lambda create-function --function-name "$function" --runtime python3.12 --handler index.handler \
    --role arn:aws:iam::123456789012:role/http-api --zip-file "fileb://$work/function.zip" --query FunctionArn)
functions+=("$function")
aws_ lambda wait function-active-v2 --function-name "$function"
quick=$(gateway2 create-api --name quick --protocol-type HTTP --target "$arn" --query ApiId)
http_apis+=("$quick")
is "its only route" '$default True' \
    "$(gateway2 get-routes --api-id "$quick" --query 'join(`" "`, [Items[0].RouteKey, to_string(Items[0].ApiGatewayManaged)])' | sed 's/ true/ True/')"
is "its stage deploys itself" True "$(gateway2 get-stage --api-id "$quick" --stage-name '$default' --query AutoDeploy)"
is "before the function allows it" '{"message":"Internal Server Error"} 500' "$(call "$quick" GET /)"
account=$(echo "$arn" | cut -d: -f5)
aws_ lambda add-permission --function-name "$function" --statement-id quick --action lambda:InvokeFunction \
    --principal apigateway.amazonaws.com --source-arn "arn:aws:execute-api:us-east-1:$account:$quick/*" >"$work/allowed"
is "any path" '{"route": "$default", "path": "/any/path", "method": "PUT"} 200' "$(call "$quick" PUT /any/path)"
gateway2 update-api --api-id "$quick" --route-key 'GET /pets/{id}' --query Name >"$work/updated"
is "another route key" '{"route": "GET /pets/{id}", "path": "/pets/1", "method": "GET"} 200' "$(call "$quick" GET /pets/1)"
is "and no other path" '{"message":"Not Found"} 404' "$(call "$quick" GET /any/path)"
refused "a managed stage stays" BadRequestException gateway2 delete-stage --api-id "$quick" --stage-name '$default'

step "Routes and integrations"
api=$(gateway2 create-api --name pets --protocol-type HTTP --tags team=pets --query ApiId)
http_apis+=("$api")
proxy=$(json create-integration --query IntegrationId <<JSON
{"ApiId": "$api", "IntegrationType": "HTTP_PROXY", "IntegrationMethod": "ANY", "IntegrationUri": "$backend/{proxy}",
 "RequestParameters": {"append:header.x-mark": "\$context.stage"}}
JSON
)
route=$(gateway2 create-route --api-id "$api" --route-key 'ANY /pets/{proxy+}' --target "integrations/$proxy" --query RouteId)
refused "a key that is there" "Route with key ANY /pets/{proxy+} already exists for this API" \
    gateway2 create-route --api-id "$api" --route-key 'ANY /pets/{proxy+}'
refused "a key that is none" "The provided route key is not formatted properly" \
    gateway2 create-route --api-id "$api" --route-key pets
refused "an integration that HTTP APIs have not" "may only be associated with proxy integrations" \
    gateway2 create-integration --api-id "$api" --integration-type MOCK
refused "an integration in use" "referenced by the following Routes with Ids: [$route]" \
    gateway2 delete-integration --api-id "$api" --integration-id "$proxy"

step "Deployments and stages"
first=$(gateway2 create-deployment --api-id "$api" --description first --query DeploymentId)
gateway2 create-stage --api-id "$api" --stage-name prod --deployment-id "$first" --query StageName >"$work/made"
is "the backend" "GET /a/b?c=d prod 200" "$(call "$api" GET '/prod/pets/a/b?c=d')"
gateway2 update-integration --api-id "$api" --integration-id "$proxy" \
    --request-parameters '{"append:header.x-mark": "", "overwrite:header.x-mark": "${stageVariables.mark}-${context.stage}"}' \
    --response-parameters '{"404": {"overwrite:statuscode": "410", "append:header.x-id": "$context.requestId"}}' \
    --query IntegrationId >"$work/updated"
is "a change that is not deployed" "GET /a prod 200" "$(call "$api" GET /prod/pets/a)"
gateway2 create-deployment --api-id "$api" --stage-name prod --query DeploymentId >"$work/second"
gateway2 update-stage --api-id "$api" --stage-name prod --stage-variables mark=two --query StageName >"$work/updated"
is "and that is" 'GET /a two-prod 200' "$(call "$api" GET /prod/pets/a)"
is "a mapped answer" 'GET /missing two-prod 410' "$(call "$api" GET /prod/pets/missing)"
is "with the request's id" "$(header apigw-requestid)" "$(header x-id)"
gateway2 update-stage --api-id "$api" --stage-name prod --deployment-id "$first" --query StageName >"$work/updated"
is "the first deployment again" "GET /a prod 200" "$(call "$api" GET /prod/pets/a)"
refused "a deployment in use" "Active stages pointing to this deployment must be moved or deleted" \
    gateway2 delete-deployment --api-id "$api" --deployment-id "$first"
is "nothing without a stage" '{"message":"Not Found"} 404' "$(call "$api" GET /pets/a)"

step "Settings of a stage"
aws_ logs create-log-group --log-group-name "$function-access"
gateway2 update-stage --api-id "$api" --stage-name prod \
    --access-log-settings "DestinationArn=arn:aws:logs:us-east-1:$account:log-group:$function-access,Format=\$context.requestId \$context.routeKey \$context.status" \
    --query StageName >"$work/updated"
call "$api" GET /prod/pets/a >"$work/answer"
line="$(header apigw-requestid) ANY /pets/{proxy+} 200"
logged() { [ "$(aws_ logs filter-log-events --log-group-name "$function-access" --query 'events[0].message')" = "$line" ]; }
wait_for "the access log" logged
echo "ok      the access log: $line"
gateway2 delete-access-log-settings --api-id "$api" --stage-name prod
aws_ logs delete-log-group --log-group-name "$function-access"
gateway2 update-stage --api-id "$api" --stage-name prod --query StageName \
    --route-settings '{"ANY /pets/{proxy+}": {"ThrottlingBurstLimit": 0, "ThrottlingRateLimit": 0}}' >"$work/updated"
is "a throttled route" '{"message":"Too Many Requests"} 429' "$(call "$api" GET /prod/pets/a)"
gateway2 delete-route-settings --api-id "$api" --stage-name prod --route-key 'ANY /pets/{proxy+}'
is "and without its settings" "GET /a prod 200" "$(call "$api" GET /prod/pets/a)"
refused "settings of a route that is not there" "Unable to find Route by key GET /x within the provided RouteSettings" \
    gateway2 update-stage --api-id "$api" --stage-name prod --route-settings '{"GET /x": {"ThrottlingBurstLimit": 1}}'

step "CORS"
gateway2 update-api --api-id "$api" --cors-configuration \
    'AllowOrigins=https://www.example.com,AllowMethods=GET,POST,AllowHeaders=x-a,MaxAge=60' --query Name >"$work/updated" 2>&1 \
    || gateway2 update-api --api-id "$api" --query Name --cors-configuration \
        '{"AllowOrigins": ["https://www.example.com"], "AllowMethods": ["GET", "POST"], "AllowHeaders": ["x-a"], "MaxAge": 60}' >"$work/updated"
gateway2 create-deployment --api-id "$api" --stage-name prod --query DeploymentId >"$work/third"
is "a preflight" " 204" "$(call "$api" OPTIONS /prod/pets/a -H 'Origin: https://www.example.com' \
    -H 'Access-Control-Request-Method: POST')"
is "its methods" "GET,POST" "$(header access-control-allow-methods)"
is "its origin" "https://www.example.com" "$(header access-control-allow-origin)"
call "$api" GET /prod/pets/a -H 'Origin: https://www.example.org' >"$work/answer"
is "another origin" "" "$(header access-control-allow-origin)"
gateway2 delete-cors-configuration --api-id "$api"
is "no more" None "$(gateway2 get-api --api-id "$api" --query CorsConfiguration)"

step "Authorizers"
jwt=$(json create-authorizer --query AuthorizerId <<JSON
{"ApiId": "$api", "Name": "jwt", "AuthorizerType": "JWT", "IdentitySource": ["\$request.header.Authorization"],
 "JwtConfiguration": {"Issuer": "$backend", "Audience": ["pets"]}}
JSON
)
gateway2 update-route --api-id "$api" --route-id "$route" --authorization-type JWT --authorizer-id "$jwt" \
    --authorization-scopes pets/read --query RouteId >"$work/updated"
gateway2 create-deployment --api-id "$api" --stage-name prod --query DeploymentId >"$work/fourth"
is "without a token" '{"message":"Unauthorized"} 401' "$(call "$api" GET /prod/pets/a)"
is "its challenge" "Bearer" "$(header www-authenticate)"
is "with none that is one" '{"message":"Unauthorized"} 401' "$(call "$api" GET /prod/pets/a -H 'Authorization: Bearer x')"
is "its challenge" \
    'Bearer scope="pets/read" error="invalid_token" error_description="token contains an invalid number of segments"' \
    "$(header www-authenticate)"
refused "an authorizer in use" ConflictException gateway2 delete-authorizer --api-id "$api" --authorizer-id "$jwt"
gateway2 reset-authorizers-cache --api-id "$api" --stage-name prod
gateway2 update-route --api-id "$api" --route-id "$route" --authorization-type NONE --query RouteId >"$work/updated"
gateway2 delete-authorizer --api-id "$api" --authorizer-id "$jwt"
refused "a REQUEST authorizer without a version" "AuthorizerPayloadFormatVersion is a required parameter" \
    gateway2 create-authorizer --api-id "$api" --name r --authorizer-type REQUEST --identity-source '$request.header.a' \
    --authorizer-uri "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/$arn/invocations"

step "VPC links and tags"
link=$(gateway2 create-vpc-link --name "$function" --subnet-ids subnet-a subnet-b --query VpcLinkId)
is "its state" AVAILABLE "$(gateway2 get-vpc-link --vpc-link-id "$link" --query VpcLinkStatus)"
gateway2 update-vpc-link --vpc-link-id "$link" --name "$function-renamed" --query Name >"$work/updated"
tagged=arn:aws:apigateway:us-east-1::/apis/$api
gateway2 tag-resource --resource-arn "$tagged" --tags stage=test
gateway2 untag-resource --resource-arn "$tagged" --tag-keys team
is "the API's tags" test "$(gateway2 get-tags --resource-arn "$tagged" --query 'Tags.*')"
gateway2 delete-vpc-link --vpc-link-id "$link"
refused "a link that is gone" NotFoundException gateway2 get-vpc-link --vpc-link-id "$link"

step "Lists in pages"
is "all APIs, one at a time" 2 "$(gateway2 get-apis --page-size 1 \
    --query "length(Items[?ApiId=='$api' || ApiId=='$quick'])" | awk '{ sum += $1 } END { print sum }')"
is "all deployments" True "$([ "$(gateway2 get-deployments --api-id "$api" --query 'length(Items)')" -ge 4 ] && echo True)"

step "The end"
gateway2 delete-stage --api-id "$api" --stage-name prod
is "the stage is gone" '{"message":"Not Found"} 404' "$(call "$api" GET /prod/pets/a)"
for each in "${http_apis[@]}"; do gateway2 delete-api --api-id "$each"; done
http_apis=()
refused "the API is gone" "Invalid API identifier specified $account:$api" gateway2 get-api --api-id "$api"
printf '\nAll checks hold.\n'
