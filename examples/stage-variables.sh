#!/usr/bin/env bash
#
# AWS's tutorials "Use stage variables to access HTTP endpoints, to call a Lambda function and to pass parameters to it", by
# the AWS CLI, with their outcomes checked: one API whose stages beta and prod call other backends and other functions. How
# to call it stands in kit.sh; against AWS the two backends would have to be on the internet.

# shellcheck source=kit.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/kit.sh"

resource() { # PATH PART
    gateway create-resource --rest-api-id "$api" --parent-id "$root" --path-part "$1" --query id
}

method() { # RESOURCE VERB
    gateway put-method --rest-api-id "$api" --resource-id "$1" --http-method "$2" --authorization-type NONE >"$work/method"
}

function_() { # NAME GREETING
    zip_function "def handler(event, context):
    return '$2 from ' + event.get('version', 'nowhere')"
    aws_ lambda create-function --function-name "$1" --runtime python3.13 --handler index.handler \
        --role arn:aws:iam::123456789012:role/tutorial --zip-file "fileb://$work/function.zip" --query FunctionArn
}

step "Two backends, one for each stage"
backend beta-host
beta_host=$backend
backend prod-host
prod_host=$backend
echo "ok      beta at $beta_host, prod at $prod_host"

step "Two functions, one for each stage"
suffix=$RANDOM$RANDOM
arn=$(function_ "hello-beta-$suffix" Hello)
functions+=("hello-beta-$suffix")
function_ "hello-prod-$suffix" "Good day" >"$work/function"
functions+=("hello-prod-$suffix")
arn=${arn%:*}
echo "ok      $arn:hello-beta-$suffix and hello-prod-$suffix"

step "An API that names neither: \${stageVariables.url} and \${stageVariables.function}"
api=$(gateway create-rest-api --name stage-variables-tutorial --query id)
apis+=("$api")
root=$(gateway get-resources --rest-api-id "$api" --query 'items[0].id')
method "$root" GET
gateway put-integration --rest-api-id "$api" --resource-id "$root" --http-method GET --type HTTP_PROXY \
    --integration-http-method GET --uri 'http://${stageVariables.url}' >"$work/integration"
path=$(resource path)
method "$path" GET
gateway put-integration --rest-api-id "$api" --resource-id "$path" --http-method GET --type HTTP_PROXY \
    --integration-http-method GET --uri 'http://${stageVariables.url}/${stageVariables.stageName}?v=${stageVariables.version}' \
    >"$work/integration"
lambda=$(resource lambda)
method "$lambda" GET
gateway put-method-response --rest-api-id "$api" --resource-id "$lambda" --http-method GET --status-code 200 >"$work/method"
gateway put-integration --rest-api-id "$api" --resource-id "$lambda" --http-method GET --type AWS \
    --integration-http-method POST --passthrough-behavior NEVER \
    --uri "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/$arn:\${stageVariables.function}/invocations" \
    --request-templates '{"application/json": "{\"version\": \"$stageVariables.version\"}"}' >"$work/integration"
gateway put-integration-response --rest-api-id "$api" --resource-id "$lambda" --http-method GET --status-code 200 \
    >"$work/response"

step "Both stages run the same deployment"
deployment=$(gateway create-deployment --rest-api-id "$api" --stage-name beta --query id \
    --variables "url=$beta_host,stageName=beta,version=v-beta,function=hello-beta-$suffix")
gateway create-stage --rest-api-id "$api" --stage-name prod --deployment-id "$deployment" \
    --variables "url=$prod_host,stageName=prod,version=v-prod,function=hello-prod-$suffix" >"$work/stage"
is "beta calls its host" "beta-host got /" "$(get beta /)"
is "prod calls its host" "prod-host got /" "$(get prod /)"
is "path and query of beta" "beta-host got /beta?v=v-beta" "$(get beta /path)"
is "path and query of prod" "prod-host got /prod?v=v-prod" "$(get prod /path)"

step "A function that a variable names must permit the call by hand"
is "without the permission" 500 "$(curl -sS -o /dev/null -w '%{http_code}' "$endpoint/_aws/execute-api/$api/beta/lambda")"
for each in beta prod; do
    aws_ lambda add-permission --function-name "hello-$each-$suffix" --statement-id tutorial \
        --principal apigateway.amazonaws.com --action lambda:InvokeFunction \
        --source-arn "arn:aws:execute-api:us-east-1:$(cut -d : -f 5 <<<"$arn"):$api/*/GET/lambda" >"$work/permission"
done
is "beta calls its function with its version" '"Hello from v-beta"' "$(get beta /lambda)"
is "prod calls its function with its version" '"Good day from v-prod"' "$(get prod /lambda)"

step "A changed variable acts at once, without a deployment, on its stage alone"
gateway update-stage --rest-api-id "$api" --stage-name beta \
    --patch-operations op=replace,path=/variables/version,value=v-next >"$work/stage"
is "beta" '"Hello from v-next"' "$(get beta /lambda)"
is "prod" '"Good day from v-prod"' "$(get prod /lambda)"
gateway update-stage --rest-api-id "$api" --stage-name beta \
    --patch-operations op=remove,path=/variables/version >"$work/stage"
is "an undefined variable is empty" "beta-host got /beta?v=" "$(get beta /path)"

step "What a variable may hold"
refused "a value with a bar" "Invalid stage variable value" gateway update-stage --rest-api-id "$api" --stage-name beta \
    --patch-operations 'op=replace,path=/variables/version,value=a|b'

echo
echo "All checks hold."
