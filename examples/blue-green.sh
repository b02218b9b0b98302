#!/usr/bin/env bash
#
# Blue/green with Lambda aliases: one API whose stage variable names the alias of its function. A version of the function is
# released to a part of the requests by a canary that overrides the variable alone, promoted, and taken back. No deployment
# of the API is needed for any of it. How to call it stands in kit.sh.

# shellcheck source=kit.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/kit.sh"

release() { # TEXT: publishes code that answers the text; prints the number of the version
    zip_function "def handler(event, context):
    return {'statusCode': 200, 'body': '$1 ' + event['requestContext']['stage']}"
    aws_ lambda update-function-code --function-name "$name" --zip-file "fileb://$work/function.zip" >"$work/function"
    aws_ lambda publish-version --function-name "$name" --query Version
}

alias_() { # NAME VERSION: an alias that the API may call
    aws_ lambda create-alias --function-name "$name" --name "$1" --function-version "$2" >"$work/alias"
    aws_ lambda add-permission --function-name "$name" --qualifier "$1" --statement-id api \
        --principal apigateway.amazonaws.com --action lambda:InvokeFunction \
        --source-arn "arn:aws:execute-api:us-east-1:$(cut -d : -f 5 <<<"$arn"):$api/*/GET/" >"$work/permission"
}

update() { # OPERATION ...
    gateway update-stage --rest-api-id "$api" --stage-name prod --patch-operations "$@" >"$work/stage"
}

step "A function, and an API that calls the alias that its stage names"
name=shop-$RANDOM$RANDOM
zip_function "def handler(event, context): raise Exception('not released')"
arn=$(aws_ lambda create-function --function-name "$name" --runtime python3.13 --handler index.handler \
    --role arn:aws:iam::123456789012:role/shop --zip-file "fileb://$work/function.zip" --query FunctionArn)
functions+=("$name")
api=$(gateway create-rest-api --name blue-green --query id)
apis+=("$api")
root=$(gateway get-resources --rest-api-id "$api" --query 'items[0].id')
gateway put-method --rest-api-id "$api" --resource-id "$root" --http-method GET --authorization-type NONE >"$work/method"
gateway put-integration --rest-api-id "$api" --resource-id "$root" --http-method GET --type AWS_PROXY \
    --integration-http-method POST \
    --uri "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/$arn:\${stageVariables.alias}/invocations" \
    >"$work/integration"
blue=$(release first)
alias_ blue "$blue"
gateway create-deployment --rest-api-id "$api" --stage-name prod --variables alias=blue >"$work/deployment"
is "prod answers with blue" "first prod" "$(get prod /)"

step "Green: the next version, with an alias of its own"
green=$(release second)
alias_ green "$green"
is "nothing has changed for anybody" "first prod" "$(get prod /)"

step "A quarter of the requests goes to green"
update op=replace,path=/canarySettings/stageVariableOverrides/alias,value=green \
    op=replace,path=/canarySettings/percentTraffic,value=25
# 400 requests at 25 percent: 100, give or take four standard deviations of 8.7
between "of 400 requests green got" 65 135 "$(count 400 prod / '^second prod')"

step "All of it: the canary is promoted and ends"
update op=copy,from=/canarySettings/stageVariableOverrides,path=/variables op=remove,path=/canarySettings
is "prod answers with green" "second prod" "$(get prod /)"
is "none of 100 requests gets blue" 0 "$(count 100 prod / '^first')"

step "Back to blue, at once"
update op=replace,path=/variables/alias,value=blue
is "prod answers with blue" "first prod" "$(get prod /)"

step "The next release goes to blue's alias while prod is green, and back"
update op=replace,path=/variables/alias,value=green
aws_ lambda update-alias --function-name "$name" --name blue --function-version "$(release third)" >"$work/alias"
is "prod is still green" "second prod" "$(get prod /)"
update op=replace,path=/variables/alias,value=blue
is "prod is blue, and new" "third prod" "$(get prod /)"

echo
echo "All checks hold."
