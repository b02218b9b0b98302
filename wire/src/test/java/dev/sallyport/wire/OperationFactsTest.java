package dev.sallyport.wire;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sallyport.wire.Member.Location;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.PutIntegrationRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of the table of operations in the specification of the REST API's control plane, against the model. */
class OperationFactsTest {

    private static final Map<Location, String> PLACES = Map.of(
            Location.BODY, "body",
            Location.QUERY, "query",
            Location.QUERY_PARAMS, "query",
            Location.HEADER, "header",
            Location.PAYLOAD, "raw body");

    private static Operation<?, ?> operation(String name) {
        return ApiGateway.SERVICE.operations().stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Members besides labels, by their wire names, grouped by place, a star before the required ones. */
    private static String members(Operation<?, ?> operation) {
        List<String> parts = new ArrayList<>();
        for (String place : List.of("raw body", "body", "query", "header")) {
            List<String> names = requireNonNull(operation.input()).members().stream()
                    .filter(it -> place.equals(PLACES.get(it.location())))
                    .map(it -> (it.required() ? "*" : "") + it.wireName())
                    .toList();
            if (!names.isEmpty()) {
                parts.add(place + ": " + String.join(" ", names));
            }
        }
        return String.join("; ", parts);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CreateApiKey | POST | /apikeys | 201 | "
                        + "body: name description enabled generateDistinctId value stageKeys customerId tags | ApiKey",
                "CreateAuthorizer | POST | /restapis/{}/authorizers | 201 | body: *name *type providerARNs authType"
                        + " authorizerUri authorizerCredentials identitySource identityValidationExpression"
                        + " authorizerResultTtlInSeconds | Authorizer",
                "CreateBasePathMapping | POST | /domainnames/{}/basepathmappings | 201 | "
                        + "body: basePath *restApiId stage; query: domainNameId | BasePathMapping",
                "CreateResource | POST | /restapis/{}/resources/{} | 201 | body: *pathPart | Resource",
                "CreateVpcLink | POST | /vpclinks | 202 | body: *name description *targetArns tags | VpcLink",
                "DeleteMethod | DELETE | /restapis/{}/resources/{}/methods/{} | 204 | '' | Unit",
                "DeleteRestApi | DELETE | /restapis/{} | 202 | '' | Unit",
                "GetApiKeys | GET | /apikeys | 200 | "
                        + "query: position limit name customerId includeValues | ApiKeys",
                "GetExport | GET | /restapis/{}/stages/{}/exports/{} | 200 | "
                        + "query: parameters; header: Accept | ExportResponse",
                "GetUsage | GET | /usageplans/{}/usage | 200 | "
                        + "query: keyId *startDate *endDate position limit | Usage",
                "ImportRestApi | POST | /restapis?mode=import | 201 | "
                        + "raw body: *body; query: failonwarnings parameters | RestApi",
                "PutIntegration | PUT | /restapis/{}/resources/{}/methods/{}/integration | 201 | body: *type httpMethod"
                        + " uri connectionType connectionId credentials requestParameters requestTemplates"
                        + " passthroughBehavior cacheNamespace cacheKeyParameters contentHandling timeoutInMillis"
                        + " tlsConfig responseTransferMode integrationTarget | Integration",
                "PutRestApi | PUT | /restapis/{} | 200 | "
                        + "raw body: *body; query: mode failonwarnings parameters | RestApi",
                "RejectDomainNameAccessAssociation | POST | /rejectdomainnameaccessassociations | 202 | "
                        + "query: *domainNameAccessAssociationArn *domainNameArn | Unit",
                "TagResource | PUT | /tags/{} | 204 | body: *tags | Unit",
                "UntagResource | DELETE | /tags/{} | 204 | query: *tagKeys | Unit",
                "UpdateMethodResponse | PATCH | /restapis/{}/resources/{}/methods/{}/responses/{} | 201 | "
                        + "body: patchOperations | MethodResponse",
                "UpdateStage | PATCH | /restapis/{}/stages/{} | 200 | body: patchOperations | Stage"
            })
    void agreesWithTheSpecification(String name, String method, String uri, int status, String members, String output) {
        Operation<?, ?> operation = operation(name);

        assertThat(operation.method()).isEqualTo(method);
        assertThat(operation.uri().replaceAll("\\{[^}]*}", "{}")).isEqualTo(uri);
        assertThat(operation.status()).isEqualTo(status);
        assertThat(members(operation)).isEqualTo(members);
        assertThat(requireNonNull(operation.output()).name()).isEqualTo(output);
    }

    @Test
    void tellsTheLabelHttpMethodFromTheWireMemberHttpMethod() {
        assertThat(PutIntegrationRequest.SHAPE.members())
                .filteredOn(it -> it.wireName().equals("httpMethod"))
                .extracting(Member::name, Member::location)
                .containsExactly(tuple("httpMethod", Location.LABEL), tuple("integrationHttpMethod", Location.BODY));
    }
}
