#!/usr/bin/env bash
#
# AWS's tutorial of custom domain names by the AWS CLI: a certificate imported into ACM, a Regional domain name, base path
# mappings that put v1 and v2 of an API under one name, and mutual TLS with the default endpoint switched off. Every outcome
# is checked over TLS. How to call it stands in kit.sh; an own gateway gets a TLS listener at a free port. It needs openssl
# besides. Against a gateway that runs, TLS_PORT says where that speaks TLS, and TRUSTSTORES is its truststore-folder.

folder=$(mktemp -d)
export SALLYPORT_TLS_LISTEN=${SALLYPORT_TLS_LISTEN:-127.0.0.1:0}
export SALLYPORT_TRUSTSTORE_FOLDER=${TRUSTSTORES:-$folder}

# shellcheck source=kit.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/kit.sh"

command -v openssl >/dev/null || { echo "custom-domain.sh needs openssl" >&2; exit 2; }
name=api.tutorial.example
domains=()
arns=()

drop() {
    local each
    for each in "${domains[@]}"; do gateway delete-domain-name --domain-name "$each" || true; done
    for each in "${arns[@]}"; do aws_ acm delete-certificate --certificate-arn "$each" || true; done
    rm -rf "$folder"
}
trap 'status=$?; set +e; drop; (exit "$status"); end' EXIT

tls_port=${TLS_PORT:-$(sed -n 's/.*TLS is spoken on https:\/\/[^ ]*:\([0-9]*\).*/\1/p' "$work/gateway.log" | head -n 1)}
[ -n "$tls_port" ] || fail "the gateway speaks no TLS: set TLS_PORT"

# over PATH [CURL OPTION ...]: body and status of an answer of the domain name.
over() {
    local path=$1
    shift
    curl -sS -m 60 --cacert "$work/ca.pem" --resolve "$name:$tls_port:127.0.0.1" -w ' %{http_code}' "$@" \
        "https://$name:$tls_port$path"
}

certificate() { # NAME SUBJECT ISSUER EXTENSION
    openssl req -newkey rsa:2048 -nodes -keyout "$work/$1.key" -out "$work/$1.csr" -subj "$2" 2>"$work/openssl"
    printf '%s\n' "$4" >"$work/$1.ext"
    openssl x509 -req -in "$work/$1.csr" -CA "$work/$3.pem" -CAkey "$work/$3.key" -CAcreateserial -days 30 \
        -extfile "$work/$1.ext" -out "$work/$1.pem" 2>"$work/openssl"
}

authority() { # NAME
    openssl req -x509 -newkey rsa:2048 -nodes -keyout "$work/$1.key" -out "$work/$1.pem" -days 30 -subj "/CN=$1" \
        -addext basicConstraints=critical,CA:true 2>"$work/openssl"
}

version() { # NAME TEXT: an API that answers with the text; its id is in $api.
    api=$(gateway create-rest-api --name "$1" --endpoint-configuration types=REGIONAL --query id)
    apis+=("$api")
    local root pets
    root=$(gateway get-resources --rest-api-id "$api" --query 'items[0].id')
    pets=$(gateway create-resource --rest-api-id "$api" --parent-id "$root" --path-part pets --query id)
    gateway put-method --rest-api-id "$api" --resource-id "$pets" --http-method GET --authorization-type NONE >"$work/made"
    gateway put-method-response --rest-api-id "$api" --resource-id "$pets" --http-method GET --status-code 200 >"$work/made"
    gateway put-integration --rest-api-id "$api" --resource-id "$pets" --http-method GET --type MOCK \
        --request-templates '{"application/json": "{\"statusCode\": 200}"}' >"$work/made"
    gateway put-integration-response --rest-api-id "$api" --resource-id "$pets" --http-method GET --status-code 200 \
        --response-templates "{\"application/json\": \"$2\"}" >"$work/made"
    gateway create-deployment --rest-api-id "$api" --stage-name prod >"$work/made"
}

step "Two versions of an API"
version pets-v1 'v1 at $context.domainName$context.path'
v1=$api
version pets-v2 'v2 for $context.identity.clientCert.subjectDN'
v2=$api
echo "ok      $v1 and $v2"

step "A certificate in ACM and a domain name that names it"
authority ca
certificate server "/CN=$name" ca "subjectAltName=DNS:$name"
arn=$(aws_ acm import-certificate --certificate "fileb://$work/server.pem" --private-key "fileb://$work/server.key" \
    --certificate-chain "fileb://$work/ca.pem" --query CertificateArn)
arns+=("$arn")
target=$(gateway create-domain-name --domain-name "$name" --regional-certificate-arn "$arn" \
    --endpoint-configuration types=REGIONAL --security-policy TLS_1_2 --query regionalDomainName)
domains+=("$name")
echo "ok      DNS would point $name to $target"
is "no mapping yet" '{"message":"Forbidden"} 403' "$(over /v1/pets)"

step "v1 and v2 under one name"
gateway create-base-path-mapping --domain-name "$name" --base-path v1 --rest-api-id "$v1" --stage prod >"$work/made"
gateway create-base-path-mapping --domain-name "$name" --base-path v2 --rest-api-id "$v2" --stage prod >"$work/made"
is "v1" "v1 at $name/v1/pets 200" "$(over /v1/pets)"
is "v2" "v2 for  200" "$(over /v2/pets)"
is "the stage is no part of the path" '{"message":"Missing Authentication Token"} 403' "$(over /v1/prod/pets)"
is "no such base path" '{"message":"Forbidden"} 403' "$(over /v3/pets)"
refused "a second mapping of one base path" ConflictException gateway create-base-path-mapping --domain-name "$name" \
    --base-path v1 --rest-api-id "$v2" --stage prod

step "The empty base path takes what is left; v2 moves there"
gateway update-base-path-mapping --domain-name "$name" --base-path v2 \
    --patch-operations 'op=replace,path=/basePath,value=(none)' >"$work/made"
is "v2 without a base path" "v2 for  200" "$(over /pets)"
is "the longest base path wins" "v1 at $name/v1/pets 200" "$(over /v1/pets)"

step "The security policy: TLS 1.2 and above"
if openssl s_client -connect "127.0.0.1:$tls_port" -servername "$name" -tls1_1 -cipher ALL:@SECLEVEL=0 \
    </dev/null >"$work/old" 2>&1; then fail "TLS 1.1 was let in"; fi
echo "ok      TLS 1.1 is refused"

step "The default endpoint is switched off"
gateway update-rest-api --rest-api-id "$v1" \
    --patch-operations op=replace,path=/disableExecuteApiEndpoint,value=True >"$work/made"
gateway create-deployment --rest-api-id "$v1" --stage-name prod >"$work/made"
is "by the API's own host" '{"message":"Forbidden"}' "$(curl -sS "$endpoint/_aws/execute-api/$v1/prod/pets")"
is "by the domain name" "v1 at $name/v1/pets 200" "$(over /v1/pets)"

step "Mutual TLS"
authority clients
authority strangers
certificate client /CN=customer clients extendedKeyUsage=clientAuth
certificate stranger /CN=stranger strangers extendedKeyUsage=clientAuth
mkdir -p "$SALLYPORT_TRUSTSTORE_FOLDER/trust"
cp "$work/clients.pem" "$SALLYPORT_TRUSTSTORE_FOLDER/trust/clients.pem"
gateway update-domain-name --domain-name "$name" --patch-operations \
    "op=replace,path=/mutualTlsAuthentication/truststoreUri,value=s3://trust/clients.pem" >"$work/made"
is "an imported certificate needs a proof of ownership" PENDING_OWNERSHIP_VERIFICATION \
    "$(gateway get-domain-name --domain-name "$name" --query domainNameStatus)"
proof=$(aws_ acm request-certificate --domain-name "$name" --validation-method DNS --query CertificateArn)
arns+=("$proof")
gateway update-domain-name --domain-name "$name" --patch-operations \
    "op=replace,path=/ownershipVerificationCertificateArn,value=$proof" >"$work/made"
is "status" AVAILABLE "$(gateway get-domain-name --domain-name "$name" --query domainNameStatus)"
is "a client of the truststore" "v2 for CN=customer 200" \
    "$(over /pets --cert "$work/client.pem" --key "$work/client.key")"
is "a stranger" '{"message":"Forbidden"} 403' "$(over /pets --cert "$work/stranger.pem" --key "$work/stranger.key")"
if over /pets >"$work/none" 2>&1; then fail "a client without a certificate was let in"; fi
echo "ok      without a certificate there is no connection"
is "without TLS" '{"message":"Forbidden"}' "$(curl -sS -H "Host: $name" "$endpoint/pets")"

step "Mutual TLS is switched off"
gateway update-domain-name --domain-name "$name" --patch-operations \
    'op=replace,path=/mutualTlsAuthentication/truststoreUri,value=' >"$work/made"
is "v2 for everybody" "v2 for  200" "$(over /pets)"

step "The domain name goes, with its mappings"
gateway delete-domain-name --domain-name "$name"
domains=()
if over /pets >"$work/none" 2>&1; then fail "the name is still served"; fi
echo "ok      its certificate is shown no more"
echo
echo "All checks hold."
