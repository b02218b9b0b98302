package dev.sallyport.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.Function;
import dev.sallyport.model.FunctionAlias;
import dev.sallyport.model.FunctionPolicy;
import dev.sallyport.model.FunctionVersion;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** R3.38 to R3.46: which version an address means, and who may call it. */
class StoreFunctionCatalogTest {

    private static final Scope SCOPE = HostFixture.SCOPE;
    private static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:f";
    private static final String SOURCE = "arn:aws:execute-api:us-east-1:123456789012:abc123/prod/GET/pets/1";

    private final FakeStore store = new FakeStore();

    private void version(String version) {
        FunctionVersion entity = new FunctionVersion(
                SCOPE,
                "f",
                version,
                "nodejs20.x",
                "i.h",
                "r",
                null,
                3,
                128,
                512,
                null,
                List.of(),
                "",
                "",
                0,
                "g",
                Instant.EPOCH,
                "rev-" + version);
        store.write(writer -> {
            writer.put(Kind.FUNCTION_VERSION, SCOPE, "f", version, entity);
            return true;
        });
    }

    private void alias(String name, String version, Map<String, Double> weights) {
        store.write(writer -> {
            writer.put(Kind.FUNCTION_ALIAS, SCOPE, "f", name, new FunctionAlias("f", name, version, "", weights, "r"));
            return true;
        });
    }

    private static @Nullable String resolved(FunctionCatalog catalog, @Nullable String qualifier) {
        FunctionVersion version = catalog.resolve(SCOPE, "f", qualifier);
        return version == null ? null : version.version();
    }

    /** R3.38: versions and aliases; what is loaded and what changes later. */
    @Test
    void followsTheStore() {
        version("$LATEST");
        version("1");
        StoreFunctionCatalog catalog = new StoreFunctionCatalog(store, new Random(1));
        assertThat(resolved(catalog, null)).isEqualTo("$LATEST");
        assertThat(resolved(catalog, "1")).isEqualTo("1");
        assertThat(resolved(catalog, "live")).isNull();
        alias("live", "1", Map.of());
        assertThat(resolved(catalog, "live")).isEqualTo("1");
        version("2");
        alias("live", "2", Map.of());
        assertThat(resolved(catalog, "live")).isEqualTo("2");
        store.write(writer -> writer.delete(Kind.FUNCTION_VERSION, SCOPE, "f", "2"));
        assertThat(resolved(catalog, "live")).isNull();
        assertThat(catalog.resolve(new Scope("123456789012", "eu-west-1"), "f", null))
                .isNull();
    }

    /** R3.50: reserved concurrency. */
    @Test
    void tellsTheReservedConcurrency() {
        StoreFunctionCatalog catalog = new StoreFunctionCatalog(store, new Random(1));
        assertThat(catalog.reservedConcurrency(SCOPE, "f")).isNull();
        store.write(writer -> {
            writer.put(Kind.FUNCTION, SCOPE, "", "f", new Function("f", 0, Map.of(), 7));
            return true;
        });
        assertThat(catalog.reservedConcurrency(SCOPE, "f")).isEqualTo(7);
    }

    /** R3.40: the alias picks by weight. */
    @Test
    void picksVersionsByWeight() {
        version("1");
        version("2");
        alias("live", "1", Map.of("2", 0.3));
        StoreFunctionCatalog catalog = new StoreFunctionCatalog(store, new Random(42));
        int second = 0;
        for (int i = 0; i < 10_000; i++) {
            second += "2".equals(Objects.requireNonNull(resolved(catalog, "live"))) ? 1 : 0;
        }
        assertThat(second).isBetween(2850, 3150);
    }

    /** R3.46: principal, action, resource and conditions. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # service                  | aws | action                | resource suffix | operator     | key               | value | allowed
            apigateway.amazonaws.com   | -   | lambda:InvokeFunction |  -    | -            | -                 | - | true
            apigateway.amazonaws.com   | -   | lambda:*              |  -    | -            | -                 | - | true
            apigateway.amazonaws.com   | -   | lambda:GetFunction    |  -    | -            | -                 | - | false
            s3.amazonaws.com           | -   | lambda:InvokeFunction |  -    | -            | -                 | - | false
            -                          | *   | lambda:InvokeFunction |  -    | -            | -                 | - | true
            -   | arn:aws:iam::123456789012:root | lambda:InvokeFunction | - | -          | -                 | - | true
            -   | arn:aws:iam::999999999999:root | lambda:InvokeFunction | - | -          | -                 | - | false
            -   | arn:aws:iam::123456789012:user/u | lambda:InvokeFunction | - | -        | -                 | - | false
            apigateway.amazonaws.com   | -   | lambda:InvokeFunction |  :1   | -            | -                 | - | false
            apigateway.amazonaws.com   | -   | lambda:InvokeFunction |  -    | ArnLike      | AWS:SourceArn     | arn:aws:execute-api:us-east-1:123456789012:abc123/*/*/* | true
            apigateway.amazonaws.com   | -   | lambda:InvokeFunction |  -    | ArnLike      | aws:sourcearn     | arn:aws:execute-api:us-east-1:123456789012:abc123/*/GET/pets/? | true
            apigateway.amazonaws.com   | -   | lambda:InvokeFunction |  -    | ArnEquals    | AWS:SourceArn     | arn:aws:execute-api:*:*:abc123/prod/* | true
            apigateway.amazonaws.com   | -   | lambda:InvokeFunction |  -    | ArnLike      | AWS:SourceArn     | arn:aws:execute-api:us-east-1:123456789012:abc123/*/POST/* | false
            apigateway.amazonaws.com   | -   | lambda:InvokeFunction |  -    | ArnLike      | AWS:SourceArn     | arn:aws:execute-api:*:abc123/* | false
            apigateway.amazonaws.com   | -   | lambda:InvokeFunction |  -    | StringLike   | AWS:SourceArn     | arn:aws:execute-api:*abc123/* | true
            apigateway.amazonaws.com   | -   | lambda:InvokeFunction |  -    | StringEquals | AWS:SourceArn     | arn:aws:execute-api:us-east-1:123456789012:abc123/prod/GET/pets/1 | true
            apigateway.amazonaws.com   | -   | lambda:InvokeFunction |  -    | StringEquals | AWS:SourceAccount | 123456789012 | true
            apigateway.amazonaws.com   | -   | lambda:InvokeFunction |  -    | StringEquals | AWS:SourceAccount | 999999999999 | false
            apigateway.amazonaws.com   | -   | lambda:InvokeFunction |  -    | StringEquals | aws:PrincipalOrgID | o-1 | false
            apigateway.amazonaws.com   | -   | lambda:InvokeFunction |  -    | StringNotEquals | AWS:SourceAccount | 1 | false
            """)
    void decidesByThePolicy(
            @Nullable String service,
            @Nullable String aws,
            String action,
            @Nullable String suffix,
            @Nullable String operator,
            @Nullable String key,
            @Nullable String value,
            boolean allowed) {
        Map<String, Map<String, String>> conditions =
                operator == null || key == null || value == null ? Map.of() : Map.of(operator, Map.of(key, value));
        policy("", action, ARN + (suffix == null ? "" : suffix), service, aws, conditions);
        StoreFunctionCatalog catalog = new StoreFunctionCatalog(store, new Random(1));
        assertThat(catalog.permitsApiGateway(SCOPE, "f", null, SOURCE, "123456789012"))
                .isEqualTo(allowed);
    }

    private void policy(
            String qualifier,
            String action,
            String resource,
            @Nullable String service,
            @Nullable String aws,
            Map<String, Map<String, String>> conditions) {
        FunctionPolicy policy = new FunctionPolicy(
                "f",
                qualifier,
                List.of(new FunctionPolicy.Statement("s", action, resource, service, aws, conditions)),
                "r");
        store.write(writer -> {
            writer.put(Kind.FUNCTION_POLICY, SCOPE, "f", qualifier, policy);
            return true;
        });
    }

    /** R3.44: each version and alias has its own policy; without one nobody may call. */
    @Test
    void readsThePolicyOfTheQualifier() {
        StoreFunctionCatalog catalog = new StoreFunctionCatalog(store, new Random(1));
        assertThat(catalog.permitsApiGateway(SCOPE, "f", null, SOURCE, "123456789012"))
                .isFalse();
        policy("live", "lambda:InvokeFunction", ARN + ":live", "apigateway.amazonaws.com", null, Map.of());
        assertThat(catalog.permitsApiGateway(SCOPE, "f", "live", SOURCE, "123456789012"))
                .isTrue();
        assertThat(catalog.permitsApiGateway(SCOPE, "f", null, SOURCE, "123456789012"))
                .isFalse();
        assertThat(catalog.permitsApiGateway(SCOPE, "f", "1", SOURCE, "123456789012"))
                .isFalse();
        store.write(writer -> writer.delete(Kind.FUNCTION_POLICY, SCOPE, "f", "live"));
        assertThat(catalog.permitsApiGateway(SCOPE, "f", "live", SOURCE, "123456789012"))
                .isFalse();
    }
}
