#!/usr/bin/env bash
#
# AWS's guide "Cache settings for REST APIs in API Gateway", by the AWS CLI, with its outcomes checked: a cache is enabled
# for a stage and for single methods, requests are told apart by parameters, what is kept is flushed and invalidated, and
# the cache is taken away again. Every answer of the API holds the id of the request that it was made for, so that a kept
# one is known. How to call it stands in kit.sh.

# shellcheck source=kit.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/kit.sh"

update() { # OPERATION ...: patch operations of stage prod, in the CLI's short form
    gateway update-stage --rest-api-id "$api" --stage-name prod --patch-operations "$@" >"$work/stage"
}

stage() { # QUERY
    gateway get-stage --rest-api-id "$api" --stage-name prod --query "$1"
}

is_status() { [ "$(stage cacheClusterStatus)" = "$1" ]; }

method() { # RESOURCE VERB [KEY PARAMETER]: a method that answers with the id of its request
    gateway put-method --rest-api-id "$api" --resource-id "$1" --http-method "$2" --authorization-type NONE \
        ${3:+--request-parameters "$3=false"} >"$work/method"
    gateway put-method-response --rest-api-id "$api" --resource-id "$1" --http-method "$2" --status-code 200 >"$work/method"
    gateway put-integration --rest-api-id "$api" --resource-id "$1" --http-method "$2" --type MOCK \
        --request-templates '{"application/json": "{\"statusCode\": 200}"}' ${3:+--cache-key-parameters "$3"} >"$work/integration"
    gateway put-integration-response --rest-api-id "$api" --resource-id "$1" --http-method "$2" --status-code 200 \
        --response-templates '{"application/json": "$context.requestId"}' >"$work/response"
}

deploy() { gateway create-deployment --rest-api-id "$api" --stage-name prod --query id >"$work/deployment"; }

differ() { # WHAT ONE OTHER
    [ "$2" != "$3" ] || fail "$1: both are \"$2\""
    printf 'ok      %s\n' "$1"
}

fresh=(-H 'Cache-Control: max-age=0')

step "An API without a cache"
api=$(gateway create-rest-api --name caching-guide --query id)
apis+=("$api")
root=$(gateway get-resources --rest-api-id "$api" --query 'items[0].id')
pets=$(gateway create-resource --rest-api-id "$api" --parent-id "$root" --path-part pets --query id)
method "$pets" GET method.request.querystring.type
method "$pets" POST
method "$root" GET
deploy
is "the state of the cache" NOT_AVAILABLE "$(stage cacheClusterStatus)"
differ "every request is answered anew" "$(get prod /pets)" "$(get prod /pets)"

step "A cache of 0.5 GB for the stage"
update op=replace,path=/cacheClusterEnabled,value=true op=replace,path=/cacheClusterSize,value=0.5 \
    'op=replace,path=/*/*/caching/enabled,value=true'
is "its size" 0.5 "$(stage cacheClusterSize)"
wait_for "the cache" is_status AVAILABLE
is "the time to live" 300 "$(stage 'methodSettings."*/*".cacheTtlInSeconds')"
one=$(get prod /pets)
is "GET is answered from the cache" "$one" "$(get prod /pets)"
is "a parameter that is no key tells no requests apart" "$one" "$(get prod '/pets?page=2')"
differ "POST is not cached" "$(get prod /pets -X POST)" "$(get prod /pets -X POST)"

step "Parameters as cache keys"
cat=$(get prod '/pets?type=cat')
differ "a key parameter tells requests apart" "$one" "$cat"
is "the same value, the same answer" "$cat" "$(get prod '/pets?type=cat')"
differ "another value, another answer" "$cat" "$(get prod '/pets?type=dog')"

step "A deployment keeps what is kept"
deploy
is "the answer from before" "$one" "$(get prod /pets)"

step "The cache of a method: off for one, on for another verb"
update 'op=replace,path=/~1/GET/caching/enabled,value=false' 'op=replace,path=/~1pets/POST/caching/enabled,value=true'
differ "GET / is answered anew" "$(get prod /)" "$(get prod /)"
is "POST /pets is cached by its own setting" "$(get prod /pets -X POST)" "$(get prod /pets -X POST)"

step "A short time to live"
update 'op=replace,path=/~1/GET/caching/enabled,value=true' 'op=replace,path=/~1/GET/caching/ttlInSeconds,value=1'
short=$(get prod /)
expired() { [ "$(get prod /)" != "$short" ]; }
wait_for "the answer to expire" expired

step "Who may invalidate an entry: nobody without permission, by one of three strategies"
strategy() {
    update "op=replace,path=/~1pets/GET/caching/unauthorizedCacheControlHeaderStrategy,value=$1"
}
warning() { sed -n 's/^[Ww]arning: \(.*\)\r$/\1/p' "$work/head"; }
kept=$(get prod /pets)
strategy SUCCEED_WITH_RESPONSE_HEADER
is "a wish that is ignored" "$kept" "$(get prod /pets "${fresh[@]}" -D "$work/head")"
is "and the header that tells so" \
    "199 Cache-control headers were ignored because the caller was unauthorized." "$(warning)"
strategy SUCCEED_WITHOUT_RESPONSE_HEADER
is "a wish that is ignored in silence" "$kept" "$(get prod /pets "${fresh[@]}" -D "$work/head")"
is "without the header" "" "$(warning)"
strategy FAIL_WITH_403
is "a wish that is refused" 403 \
    "$(curl -sS -o "$work/refusal" -w '%{http_code}' "${fresh[@]}" "$endpoint/_aws/execute-api/$api/prod/pets")"
update 'op=replace,path=/~1pets/GET/caching/requireAuthorizationForCacheControl,value=false'
renewed=$(get prod /pets "${fresh[@]}")
differ "where no authorization is required anybody gets a fresh answer" "$kept" "$renewed"
is "and it is kept" "$renewed" "$(get prod /pets)"

step "The whole cache is flushed"
gateway flush-stage-cache --rest-api-id "$api" --stage-name prod
differ "an answer after the flush" "$renewed" "$(get prod /pets)"
gateway flush-stage-authorizers-cache --rest-api-id "$api" --stage-name prod
wait_for "the flush" is_status AVAILABLE

step "Another size is another cache, and then there is none"
kept=$(get prod /pets)
update op=replace,path=/cacheClusterSize,value=1.6
wait_for "the larger cache" is_status AVAILABLE
differ "it begins empty" "$kept" "$(get prod /pets)"
refused "a size that there is not" "Invalid cache cluster size specified" update op=replace,path=/cacheClusterSize,value=2
update op=replace,path=/cacheClusterEnabled,value=false
wait_for "the end of the cache" is_status NOT_AVAILABLE
is "the size is remembered" 1.6 "$(stage cacheClusterSize)"
differ "every request is answered anew" "$(get prod /pets)" "$(get prod /pets)"

echo
echo "Caching works as AWS's guide says."
