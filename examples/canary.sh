#!/usr/bin/env bash
#
# AWS's tutorial "Set up an API Gateway canary release deployment", by the AWS CLI, with its outcomes checked: a canary is
# created with a deployment, gets requests by its percentage, with its own variables; it is changed, promoted and removed;
# a second one is thrown away. How to call it stands in kit.sh.

# shellcheck source=kit.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/kit.sh"

update() { # OPERATION ...: patch operations of stage prod, in the CLI's short form
    gateway update-stage --rest-api-id "$api" --stage-name prod --patch-operations "$@" >"$work/stage"
}

stage() { # QUERY
    gateway get-stage --rest-api-id "$api" --stage-name prod --query "$1"
}

answer() { # VERSION: what GET / answers from the next deployment on
    gateway put-integration-response --rest-api-id "$api" --resource-id "$root" --http-method GET --status-code 200 \
        --response-templates "$(printf '{"application/json": "%s $stageVariables.sv1 $stageVariables.sv2 $context.isCanaryRequest $context.deploymentId"}' "$1")" \
        >"$work/response"
}

step "The API, deployed to stage prod with a stage variable"
api=$(gateway create-rest-api --name canary-tutorial --query id)
apis+=("$api")
root=$(gateway get-resources --rest-api-id "$api" --query 'items[0].id')
gateway put-method --rest-api-id "$api" --resource-id "$root" --http-method GET --authorization-type NONE >"$work/method"
gateway put-method-response --rest-api-id "$api" --resource-id "$root" --http-method GET --status-code 200 >"$work/method"
gateway put-integration --rest-api-id "$api" --resource-id "$root" --http-method GET --type MOCK \
    --request-templates '{"application/json": "{\"statusCode\": 200}"}' >"$work/integration"
answer one
base=$(gateway create-deployment --rest-api-id "$api" --stage-name prod --variables sv1=val1 --query id)
is "the base answers everybody" "one val1   $base" "$(get prod /)"

step "A canary needs a stage that is there"
refused "a canary without a stage" "Invalid deployment content specified.Non null and non empty stageName must be provided" \
    gateway create-deployment --rest-api-id "$api" --canary-settings percentTraffic=10.5
refused "a canary of a new stage" "Stage beta must already be created before making a canary release deployment" \
    gateway create-deployment --rest-api-id "$api" --stage-name beta --canary-settings percentTraffic=10.5

step "A canary release deployment: 10.5 percent, with variables of its own"
answer two
canary=$(gateway create-deployment --rest-api-id "$api" --stage-name prod --query id --canary-settings \
    '{"percentTraffic": 10.5, "useStageCache": false, "stageVariableOverrides": {"sv1": "val2", "sv2": "val3"}}')
is "the stage stays with its deployment" "$base" "$(stage deploymentId)"
is "the canary has the new one" "$canary" "$(stage canarySettings.deploymentId)"
is "the canary's percentage" 10.5 "$(stage canarySettings.percentTraffic)"
is "an override" val3 "$(stage canarySettings.stageVariableOverrides.sv2)"
# 2,000 requests at 10.5 percent: 210, give or take four standard deviations of 13.7
between "of 2000 requests the canary got" 155 265 "$(count 2000 prod / '^two val2 val3 true')"

step "Another percentage acts on the next request"
update op=replace,path=/canarySettings/percentTraffic,value=100.0
is "everybody gets the canary" "two val2 val3 true $canary" "$(get prod /)"
update op=replace,path=/canarySettings/percentTraffic,value=0.0
is "nobody gets the canary" "one val1  false $base" "$(get prod /)"

step "Another override, and one less"
update op=replace,path=/canarySettings/stageVariableOverrides/sv1,value=newVal1 \
    op=remove,path=/canarySettings/stageVariableOverrides/sv2 \
    op=replace,path=/canarySettings/percentTraffic,value=100
is "the canary's variables" "two newVal1  true $canary" "$(get prod /)"

step "A deployment that a stage or a canary runs cannot be deleted"
refused "the base" "Active stages pointing to this deployment must be moved or deleted" \
    gateway delete-deployment --rest-api-id "$api" --deployment-id "$base"
refused "the canary" "Active stages with canary settings pointing to this deployment must be moved or deleted" \
    gateway delete-deployment --rest-api-id "$api" --deployment-id "$canary"

step "Promotion: the canary's percentage to 0, its variables and its deployment to the stage"
update op=replace,path=/canarySettings/percentTraffic,value=0.0 \
    op=copy,from=/canarySettings/stageVariableOverrides,path=/variables \
    op=copy,from=/canarySettings/deploymentId,path=/deploymentId
is "the stage has the canary's deployment" "$canary" "$(stage deploymentId)"
is "and its variable" newVal1 "$(stage variables.sv1)"
is "the canary stays, without requests" 0.0 "$(stage canarySettings.percentTraffic)"
is "everybody gets what was the canary" "two newVal1  false $canary" "$(get prod /)"

step "The canary is turned off"
update op=remove,path=/canarySettings
is "there is none" None "$(stage canarySettings)"
is "everybody gets the stage" "two newVal1   $canary" "$(get prod /)"
refused "there is nothing to promote" "Promotion not available. Canary does not exist." \
    update op=copy,from=/canarySettings/deploymentId,path=/deploymentId

step "A canary that is no good is removed, and the stage is what it was"
answer three
gateway create-deployment --rest-api-id "$api" --stage-name prod --canary-settings percentTraffic=100.0 >"$work/deployment"
is "everybody gets it" three "$(get prod / | cut -d ' ' -f 1)"
update op=remove,path=/canarySettings
is "everybody is back" "two newVal1   $canary" "$(get prod /)"

step "Rollback: the stage runs its first deployment again"
update op=replace,path=/deploymentId,value="$base"
is "at once" "one newVal1   $base" "$(get prod /)"

echo
echo "All checks hold."
