package dev.sallyport.control.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sallyport.control.ServiceException;
import dev.sallyport.model.Account;
import dev.sallyport.model.ApiKey;
import dev.sallyport.model.Authorizer;
import dev.sallyport.model.BasePathMapping;
import dev.sallyport.model.ClientCertificate;
import dev.sallyport.model.Deployment;
import dev.sallyport.model.DocumentationPart;
import dev.sallyport.model.DocumentationVersion;
import dev.sallyport.model.DomainName;
import dev.sallyport.model.GatewayResponse;
import dev.sallyport.model.Integration;
import dev.sallyport.model.Integration.IntegrationResponse;
import dev.sallyport.model.Method;
import dev.sallyport.model.Method.MethodResponse;
import dev.sallyport.model.Model;
import dev.sallyport.model.RequestValidator;
import dev.sallyport.model.Resource;
import dev.sallyport.model.RestApi;
import dev.sallyport.model.Stage;
import dev.sallyport.model.UsagePlan;
import dev.sallyport.model.VpcLink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** Every row of every table, by the cases of {@code golden/patch}. */
class PatchGoldenTest {

    private record Table<T>(Class<T> type, PatchTable<T> patches) {
        ObjectNode apply(PatchCase patch) {
            T start = PatchCase.JSON.treeToValue(patch.start(), type);
            return PatchCase.JSON.valueToTree(patches.apply(start, patch.operations()));
        }
    }

    private static final Map<String, Table<?>> TABLES = Map.ofEntries(
            Map.entry("RestApi", new Table<>(RestApi.class, PatchTables.REST_API)),
            Map.entry("Resource", new Table<>(Resource.class, PatchTables.RESOURCE)),
            Map.entry("Method", new Table<>(Method.class, PatchTables.METHOD)),
            Map.entry("MethodResponse", new Table<>(MethodResponse.class, PatchTables.METHOD_RESPONSE)),
            Map.entry("Integration", new Table<>(Integration.class, PatchTables.INTEGRATION)),
            Map.entry("IntegrationResponse", new Table<>(IntegrationResponse.class, PatchTables.INTEGRATION_RESPONSE)),
            Map.entry("Deployment", new Table<>(Deployment.class, PatchTables.DEPLOYMENT)),
            Map.entry("Stage", new Table<>(Stage.class, StagePatch.TABLE)),
            Map.entry("DomainName", new Table<>(DomainName.Settings.class, DomainPatch.DOMAIN_NAME)),
            Map.entry("BasePathMapping", new Table<>(BasePathMapping.class, DomainPatch.BASE_PATH_MAPPING)),
            Map.entry("VpcLink", new Table<>(VpcLink.class, DomainPatch.VPC_LINK)),
            Map.entry("ClientCertificate", new Table<>(ClientCertificate.class, DomainPatch.CLIENT_CERTIFICATE)),
            Map.entry("Account", new Table<>(Account.class, DomainPatch.ACCOUNT)),
            Map.entry("ApiKey", new Table<>(ApiKey.class, UsagePatch.API_KEY)),
            Map.entry("UsagePlan", new Table<>(UsagePlan.class, UsagePatch.USAGE_PLAN)),
            Map.entry("Usage", new Table<>(UsagePatch.Remaining.class, UsagePatch.USAGE)),
            Map.entry("Model", new Table<>(Model.class, PartPatch.MODEL)),
            Map.entry("RequestValidator", new Table<>(RequestValidator.class, PartPatch.REQUEST_VALIDATOR)),
            Map.entry("Authorizer", new Table<>(Authorizer.class, PartPatch.AUTHORIZER)),
            Map.entry("GatewayResponse", new Table<>(GatewayResponse.class, PartPatch.GATEWAY_RESPONSE)),
            Map.entry("DocumentationPart", new Table<>(DocumentationPart.class, PartPatch.DOCUMENTATION_PART)),
            Map.entry(
                    "DocumentationVersion", new Table<>(DocumentationVersion.class, PartPatch.DOCUMENTATION_VERSION)));

    static Stream<PatchCase> cases() {
        return TABLES.keySet().stream().sorted().flatMap(resource -> cases(resource).stream());
    }

    private static List<PatchCase> cases(String resource) {
        try (InputStream file = PatchGoldenTest.class.getResourceAsStream("/golden/patch/" + resource + ".case")) {
            String text =
                    new String(Objects.requireNonNull(file, resource + ".case").readAllBytes(), StandardCharsets.UTF_8);
            return PatchCase.parse(resource, text.lines().toList());
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the cases of " + resource, e);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answersAsTheCaseSays(PatchCase patch) {
        Table<?> table = Objects.requireNonNull(TABLES.get(patch.resource()));
        if (patch.error() == null) {
            assertThat(table.apply(patch)).isEqualTo(normal(table, Objects.requireNonNull(patch.expected())));
        } else {
            ServiceException refusal = catchThrowableOfType(ServiceException.class, () -> table.apply(patch));
            assertThat(refusal).as("a refusal").isNotNull();
            assertThat(refusal.status() + " " + refusal.code() + " " + refusal.getMessage())
                    .isEqualTo(patch.error());
        }
    }

    /** A document as the model writes it, so that members left out compare equal to their null. */
    private static ObjectNode normal(Table<?> table, ObjectNode document) {
        return PatchCase.JSON.valueToTree(PatchCase.JSON.treeToValue(document, table.type()));
    }

    @Test
    void everyRowHasACase() {
        TABLES.forEach((resource, table) -> {
            List<String> tried = cases(resource).stream()
                    .flatMap(patch -> patch.operations().stream())
                    .map(operation -> String.valueOf(operation.path()))
                    .toList();
            for (String row : table.patches().paths()) {
                PathPattern pattern = new PathPattern(row.substring(0, row.lastIndexOf(" [")));
                assertThat(tried)
                        .as("cases of " + resource + " for " + row)
                        .anyMatch(path -> pattern.match(path) != null);
            }
        });
    }
}
