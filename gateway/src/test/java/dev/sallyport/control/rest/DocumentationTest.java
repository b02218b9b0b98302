package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.given;
import static dev.sallyport.control.rest.Rest.putMethod;
import static dev.sallyport.control.rest.Rest.replace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Rest.Api;
import dev.sallyport.model.DocumentationVersion;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CreateDeploymentRequest;
import dev.sallyport.wire.apigateway.CreateDocumentationPartRequest;
import dev.sallyport.wire.apigateway.CreateDocumentationVersionRequest;
import dev.sallyport.wire.apigateway.DeleteDocumentationPartRequest;
import dev.sallyport.wire.apigateway.DeleteDocumentationVersionRequest;
import dev.sallyport.wire.apigateway.DocumentationPart;
import dev.sallyport.wire.apigateway.DocumentationPartLocation;
import dev.sallyport.wire.apigateway.DocumentationParts;
import dev.sallyport.wire.apigateway.DocumentationVersions;
import dev.sallyport.wire.apigateway.GetDocumentationPartsRequest;
import dev.sallyport.wire.apigateway.GetDocumentationVersionRequest;
import dev.sallyport.wire.apigateway.GetDocumentationVersionsRequest;
import dev.sallyport.wire.apigateway.GetStageRequest;
import dev.sallyport.wire.apigateway.PutMethodResponseRequest;
import dev.sallyport.wire.apigateway.UpdateDocumentationPartRequest;
import dev.sallyport.wire.apigateway.UpdateDocumentationVersionRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documentation parts and versions (7.14, 10.14, 20) beyond the recorded tests. */
class DocumentationTest {

    private static final String TEXT = "{\"description\":\"a\"}";

    private final Rest rest = new Rest();
    private final Api api = rest.api();

    @Test
    @DisplayName("R20.1: the location is answered as given, and equal to one with the defaults")
    void locationsAreEchoed() {
        DocumentationPart part = create("METHOD", l -> l.path("/pets"));
        assertThat(Recording.json(part).toString())
                .isEqualTo("{\"id\":\"" + part.id()
                        + "\",\"location\":{\"type\":\"METHOD\",\"path\":\"/pets\"},\"properties\":"
                        + "\"{\\\"description\\\":\\\"a\\\"}\"}");
        ServiceException refusal = rest.refused(
                ApiGateway.CREATE_DOCUMENTATION_PART,
                request("METHOD", l -> l.path("/pets").method("*")).build());
        assertThat(refusal.status()).isEqualTo(409);
        assertThat(refusal.getMessage())
                .isEqualTo("Documentation part already exists for the specified location: type 'METHOD',"
                        + " path '/pets', method '*'.");
        create("METHOD", l -> l.path("/pets").method("GET"));
        create("RESOURCE", l -> l.path("/pets"));
        create("API", l -> l);
        assertThat(refused("API", l -> l))
                .isEqualTo("Documentation part already exists for the specified location: type 'API'.");
    }

    @ParameterizedTest
    @DisplayName("10.14: each type has its own members of a location")
    @CsvSource({
        "API,path",
        "AUTHORIZER,method",
        "MODEL,statusCode",
        "RESOURCE,method",
        "METHOD,name",
        "PATH_PARAMETER,statusCode",
        "REQUEST_BODY,name",
        "RESPONSE,name",
        "RESPONSE_BODY,name"
    })
    void membersBelongToTheirTypes(String type, String member) {
        UnaryOperator<DocumentationPartLocation.Builder> location = l -> switch (member) {
            case "path" -> l.path("/");
            case "method" -> l.method("GET");
            case "statusCode" -> l.statusCode("200");
            default -> l.name("n");
        };
        assertThat(refused(type, location))
                .isEqualTo("Invalid documentation part location specified: " + member
                        + " is not a valid field for type '" + type + "'");
    }

    @ParameterizedTest
    @DisplayName("20: what has a name needs it")
    @CsvSource({"AUTHORIZER", "MODEL", "PATH_PARAMETER", "QUERY_PARAMETER", "REQUEST_HEADER", "RESPONSE_HEADER"})
    void namesAreNeeded(String type) {
        assertThat(refused(type, l -> l))
                .isEqualTo("Invalid documentation part location specified: name is required for type '" + type + "'");
        create(type, l -> l.name("n"));
    }

    @Test
    @DisplayName("R20.3: properties are a JSON object, when they are created and when they are changed")
    void propertiesAreAnObject() {
        assertThat(rest.refused(
                                ApiGateway.CREATE_DOCUMENTATION_PART,
                                request("API", l -> l).properties("").build())
                        .getMessage())
                .isEqualTo("Documentation part properties must be non-empty");
        String text = "Invalid Documentation part properties: must be a JSON object";
        for (String properties : List.of("text", "[]", "{", "null")) {
            assertThat(rest.refused(
                                    ApiGateway.CREATE_DOCUMENTATION_PART,
                                    request("API", l -> l)
                                            .properties(properties)
                                            .build())
                            .getMessage())
                    .isEqualTo(text);
        }
        DocumentationPart part = create("API", l -> l);
        assertThat(rest.refused(
                                ApiGateway.UPDATE_DOCUMENTATION_PART,
                                UpdateDocumentationPartRequest.builder()
                                        .restApiId(api.id())
                                        .documentationPartId(part.id())
                                        .patchOperations(List.of(replace("/properties", "[]")))
                                        .build())
                        .getMessage())
                .isEqualTo(text);
        assertThat(list(b -> b)).containsExactly(part);
    }

    @Test
    @DisplayName("R6.14: parts are filtered by type, name and the beginning of the path")
    void partsAreFiltered() {
        DocumentationPart whole = create("API", l -> l);
        DocumentationPart pets = create("METHOD", l -> l.path("/pets/{id}").method("GET"));
        DocumentationPart limit = create("QUERY_PARAMETER", l -> l.path("/pets").name("limit"));
        DocumentationPart root = create("RESOURCE", l -> l);
        assertThat(list(b -> b)).containsExactly(whole, pets, limit, root);
        assertThat(list(b -> b.locationStatus("DOCUMENTED").type("METHOD"))).containsExactly(pets);
        assertThat(list(b -> b.nameQuery("limit"))).containsExactly(limit);
        assertThat(list(b -> b.path("/pets"))).containsExactly(pets, limit);
        assertThat(list(b -> b.path("/"))).containsExactly(pets, limit, root);
        DocumentationParts first = page(b -> b.limit(3));
        assertThat(page(b -> b.limit(3).position(first.position())).items()).containsExactly(root);
    }

    @Test
    @DisplayName("R6.14: UNDOCUMENTED lists what the API has and no part describes")
    void undocumentedEntitiesAreListed() {
        String pets = rest.resource(api, api.root(), "pets");
        rest.send(
                ApiGateway.PUT_METHOD,
                putMethod(api, pets, "GET")
                        .requestParameters(
                                Map.of("method.request.querystring.limit", true, "method.request.header.X.y", false))
                        .requestModels(Map.of("application/json", "Empty"))
                        .build());
        rest.send(
                ApiGateway.PUT_METHOD_RESPONSE,
                PutMethodResponseRequest.builder()
                        .restApiId(api.id())
                        .resourceId(pets)
                        .httpMethod("GET")
                        .statusCode("200")
                        .responseParameters(Map.of("method.response.header.Age", false))
                        .responseModels(Map.of("application/json", "Empty"))
                        .build());
        create("API", l -> l);
        create("METHOD", l -> l.path("/pets").method("GET"));
        create("RESPONSE", l -> l); // a wildcard, which describes its own location only
        create("RESOURCE", l -> l.path("/"));
        assertThat(undocumented(b -> b))
                .containsExactly(
                        "MODEL null null null Empty",
                        "MODEL null null null Error",
                        "RESOURCE /pets null null null",
                        "REQUEST_HEADER /pets GET null X.y",
                        "QUERY_PARAMETER /pets GET null limit",
                        "REQUEST_BODY /pets GET null null",
                        "RESPONSE /pets GET 200 null",
                        "RESPONSE_HEADER /pets GET 200 Age",
                        "RESPONSE_BODY /pets GET 200 null");
        assertThat(undocumented(b -> b.type("MODEL").nameQuery("Error"))).containsExactly("MODEL null null null Error");
        assertThat(undocumented(b -> b.path("/pets"))).hasSize(7);
        DocumentationParts first = page(b -> b.locationStatus("UNDOCUMENTED").limit(8));
        assertThat(first.items()).allMatch(part -> part.id() == null && part.properties() == null);
        assertThat(undocumented(b -> b.limit(8).position(first.position())))
                .containsExactly("RESPONSE_BODY /pets GET 200 null");
    }

    @Test
    @DisplayName("R20.4: a version is a snapshot of all parts")
    void versionsAreSnapshots() {
        DocumentationPart part = create("API", l -> l);
        var version = version("1.0");
        assertThat(Recording.json(version).toString())
                .isEqualTo("{\"version\":\"1.0\",\"createdDate\":\"2025-06-01T10:00:00Z\",\"description\":\"first\"}");
        rest.send(
                ApiGateway.DELETE_DOCUMENTATION_PART,
                DeleteDocumentationPartRequest.builder()
                        .restApiId(api.id())
                        .documentationPartId(part.id())
                        .build());
        DocumentationVersion stored =
                given(rest.store.read(tx -> tx.find(Kind.DOCUMENTATION_VERSION, Rest.SCOPE, api.id(), "1.0")));
        assertThat(stored.parts()).extracting(each -> each.id()).containsExactly(part.id());
    }

    @Test
    @DisplayName("2.3: an unknown part, whose API may be unknown as well")
    void unknownParts() {
        for (String apiId : List.of(api.id(), "nothere")) {
            ServiceException refusal = rest.refused(
                    ApiGateway.UPDATE_DOCUMENTATION_PART,
                    UpdateDocumentationPartRequest.builder()
                            .restApiId(apiId)
                            .documentationPartId("nothere")
                            .patchOperations(List.of(replace("/properties", "{}")))
                            .build());
            assertThat(refusal.status()).isEqualTo(404);
            assertThat(refusal.getMessage()).isEqualTo("Invalid Documentation part identifier specified");
        }
    }

    @Test
    @DisplayName("10.14, 9.5: versions are created once, listed in pages, changed and deleted")
    void versionsHaveALife() {
        version("1.0");
        ServiceException twice = rest.refused(
                ApiGateway.CREATE_DOCUMENTATION_VERSION, versionRequest("1.0").build());
        assertThat(twice.status()).isEqualTo(409);
        assertThat(twice.getMessage()).isEqualTo("Documentation version already exists");
        assertThat(rest.refused(
                                ApiGateway.CREATE_DOCUMENTATION_VERSION,
                                versionRequest("").build())
                        .getMessage())
                .isEqualTo("Documentation version must be non-empty");
        version("2.0");
        DocumentationVersions first = versions(1, null);
        assertThat(first.items()).extracting(each -> each.version()).containsExactly("1.0");
        assertThat(versions(1, first.position()).items())
                .extracting(each -> each.version())
                .containsExactly("2.0");
        var updated = rest.send(
                ApiGateway.UPDATE_DOCUMENTATION_VERSION,
                UpdateDocumentationVersionRequest.builder()
                        .restApiId(api.id())
                        .documentationVersion("1.0")
                        .patchOperations(List.of(replace("/description", "")))
                        .build());
        assertThat(updated.description()).isNull();
        rest.send(
                ApiGateway.DELETE_DOCUMENTATION_VERSION,
                DeleteDocumentationVersionRequest.builder()
                        .restApiId(api.id())
                        .documentationVersion("1.0")
                        .build());
        assertThat(refusedVersion(api.id())).isEqualTo("Invalid Documentation version specified");
        assertThat(refusedVersion("nothere")).isEqualTo("Invalid API identifier specified 111111111111:nothere");
    }

    @Test
    @DisplayName("R20.4: a version for a stage that the API does not have is not created")
    void unknownStagesAreRefused() {
        assertThat(rest.refused(
                                ApiGateway.CREATE_DOCUMENTATION_VERSION,
                                versionRequest("1.0").stageName("prod").build())
                        .getMessage())
                .isEqualTo("Invalid Stage identifier specified");
        assertThat(versions(10, null).items()).isEmpty();
    }

    @Test
    @DisplayName("R20.4, 10.14: a version becomes that of the stage named with it, and stays as long as a stage has it")
    void versionsOfStages() {
        rest.mock(api, api.root(), "GET");
        rest.send(
                ApiGateway.CREATE_DEPLOYMENT,
                CreateDeploymentRequest.builder()
                        .restApiId(api.id())
                        .stageName("prod")
                        .build());
        rest.send(
                ApiGateway.CREATE_DOCUMENTATION_VERSION,
                versionRequest("1.0").stageName("prod").build());
        assertThat(rest.send(
                                ApiGateway.GET_STAGE,
                                GetStageRequest.builder()
                                        .restApiId(api.id())
                                        .stageName("prod")
                                        .build())
                        .documentationVersion())
                .isEqualTo("1.0");
        ServiceException used = rest.refused(
                ApiGateway.DELETE_DOCUMENTATION_VERSION,
                DeleteDocumentationVersionRequest.builder()
                        .restApiId(api.id())
                        .documentationVersion("1.0")
                        .build());
        assertThat(used.status()).isEqualTo(409);
        assertThat(used.getMessage())
                .isEqualTo("Cannot delete documentation version '1.0', is referenced in stage: prod");
    }

    private CreateDocumentationPartRequest.Builder request(
            String type, UnaryOperator<DocumentationPartLocation.Builder> location) {
        return CreateDocumentationPartRequest.builder()
                .restApiId(api.id())
                .location(location.apply(DocumentationPartLocation.builder().type(type))
                        .build())
                .properties(TEXT);
    }

    private DocumentationPart create(String type, UnaryOperator<DocumentationPartLocation.Builder> location) {
        return rest.send(
                ApiGateway.CREATE_DOCUMENTATION_PART, request(type, location).build());
    }

    private String refused(String type, UnaryOperator<DocumentationPartLocation.Builder> location) {
        return rest.refused(
                        ApiGateway.CREATE_DOCUMENTATION_PART,
                        request(type, location).build())
                .getMessage();
    }

    private DocumentationParts page(UnaryOperator<GetDocumentationPartsRequest.Builder> filters) {
        return rest.send(
                ApiGateway.GET_DOCUMENTATION_PARTS,
                filters.apply(GetDocumentationPartsRequest.builder().restApiId(api.id()))
                        .build());
    }

    private List<DocumentationPart> list(UnaryOperator<GetDocumentationPartsRequest.Builder> filters) {
        return Objects.requireNonNull(page(filters).items());
    }

    private List<String> undocumented(UnaryOperator<GetDocumentationPartsRequest.Builder> filters) {
        return list(b -> filters.apply(b.locationStatus("UNDOCUMENTED"))).stream()
                .map(part -> given(part.location()))
                .map(at -> at.type() + " " + at.path() + " " + at.method() + " " + at.statusCode() + " " + at.name())
                .toList();
    }

    private CreateDocumentationVersionRequest.Builder versionRequest(String version) {
        return CreateDocumentationVersionRequest.builder()
                .restApiId(api.id())
                .documentationVersion(version)
                .description("first");
    }

    private dev.sallyport.wire.apigateway.DocumentationVersion version(String version) {
        return rest.send(
                ApiGateway.CREATE_DOCUMENTATION_VERSION, versionRequest(version).build());
    }

    private DocumentationVersions versions(int limit, @Nullable String position) {
        return rest.send(
                ApiGateway.GET_DOCUMENTATION_VERSIONS,
                GetDocumentationVersionsRequest.builder()
                        .restApiId(api.id())
                        .limit(limit)
                        .position(position)
                        .build());
    }

    private String refusedVersion(String apiId) {
        return rest.refused(
                        ApiGateway.GET_DOCUMENTATION_VERSION,
                        GetDocumentationVersionRequest.builder()
                                .restApiId(apiId)
                                .documentationVersion("1.0")
                                .build())
                .getMessage();
    }
}
