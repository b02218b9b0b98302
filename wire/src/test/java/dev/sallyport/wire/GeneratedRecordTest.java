package dev.sallyport.wire;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CreateRestApiRequest;
import dev.sallyport.wire.apigateway.EndpointConfiguration;
import dev.sallyport.wire.apigateway.PutIntegrationRequest;
import dev.sallyport.wire.lambda.FunctionCode;
import dev.sallyport.wire.lambda.FunctionConfiguration;
import dev.sallyport.wire.lambda.InvocationRequest;
import dev.sallyport.wire.lambda.Lambda;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GeneratedRecordTest {

    @Test
    void buildsAndRebuilds() {
        CreateRestApiRequest request = CreateRestApiRequest.builder()
                .name("orders")
                .tags(Map.of("team", "shop"))
                .endpointConfiguration(EndpointConfiguration.builder()
                        .types(List.of("REGIONAL"))
                        .build())
                .build();

        assertThat(request.name()).isEqualTo("orders");
        assertThat(request.description()).isNull();
        assertThat(request.toBuilder().build()).isEqualTo(request);
        assertThat(request.toBuilder().name("other").build()).isNotEqualTo(request);
    }

    @Test
    void givesValuesInTheOrderOfTheMembersAndTakesThemBack() {
        PutIntegrationRequest request = PutIntegrationRequest.builder()
                .restApiId("a1")
                .httpMethod("GET")
                .integrationHttpMethod("POST")
                .timeoutInMillis(29_000)
                .cacheKeyParameters(List.of("method.request.querystring.q"))
                .build();
        List<Member> members = request.shape().members();
        @Nullable Object[] values = request.values();

        assertThat(values).hasSameSizeAs(members);
        for (int i = 0; i < values.length; i++) {
            Object expected = switch (members.get(i).name()) {
                case "restApiId" -> "a1";
                case "httpMethod" -> "GET";
                case "integrationHttpMethod" -> "POST";
                case "timeoutInMillis" -> 29_000;
                case "cacheKeyParameters" -> List.of("method.request.querystring.q");
                default -> null;
            };
            assertThat(values[i]).as(members.get(i).name()).isEqualTo(expected);
        }
        assertThat(PutIntegrationRequest.SHAPE.create().apply(values)).isEqualTo(request);
    }

    @Test
    void copiesCollections() {
        List<String> types = new ArrayList<>(List.of("EDGE"));
        EndpointConfiguration configuration =
                EndpointConfiguration.builder().types(types).build();
        types.add("PRIVATE");

        List<String> kept = requireNonNull(configuration.types());

        assertThat(kept).containsExactly("EDGE");
        assertThatThrownBy(() -> kept.add("PRIVATE")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void namesComponentsInLowerCamel() {
        byte[] zip = {1, 2};

        assertThat(FunctionCode.builder().zipFile(zip).s3Bucket("b").build().zipFile())
                .isSameAs(zip);
        assertThat(FunctionConfiguration.builder().kmsKeyArn("arn").build().kmsKeyArn())
                .isEqualTo("arn");
        assertThat(InvocationRequest.builder().payload(zip).build().payload()).isSameAs(zip);
    }

    @Test
    void linksEveryShape() {
        Set<String> structures = new HashSet<>();
        for (Service service : List.of(ApiGateway.SERVICE, Lambda.SERVICE)) {
            for (Operation<?, ?> operation : service.operations()) {
                visit(service.key(), operation.input(), structures);
                visit(service.key(), operation.output(), structures);
            }
        }
        assertThat(structures)
                .contains("apigateway PatchOperation", "apigateway MethodSnapshot", "lambda FunctionConfiguration")
                .hasSizeGreaterThan(400);
    }

    private static void visit(String service, @Nullable Shape shape, Set<String> structures) {
        switch (requireNonNull(shape)) {
            case Shape.Struct<?> struct -> {
                if (structures.add(service + " " + struct.name())) {
                    assertThat(struct.create()
                                    .apply(new @Nullable Object[struct.members().size()])
                                    .shape())
                            .isSameAs(struct);
                    struct.members().forEach(it -> visit(service, it.shape().get(), structures));
                }
            }
            case Shape.ListOf list -> visit(service, list.element().get(), structures);
            case Shape.MapOf map -> visit(service, map.value().get(), structures);
            default -> assertThat(shape).isNotInstanceOf(Shape.Struct.class);
        }
    }
}
