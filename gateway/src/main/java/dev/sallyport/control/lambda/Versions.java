package dev.sallyport.control.lambda;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.model.Function;
import dev.sallyport.model.FunctionVersion;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.lambda.FunctionConfiguration;
import dev.sallyport.wire.lambda.Lambda;
import dev.sallyport.wire.lambda.ListVersionsByFunctionRequest;
import dev.sallyport.wire.lambda.ListVersionsByFunctionResponse;
import dev.sallyport.wire.lambda.PublishVersionRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Published versions: immutable copies of {@code $LATEST} under numbers that are never used again (R3.31, R3.37). */
final class Versions {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final LambdaServices services;

    Versions(LambdaServices services) {
        this.services = services;
    }

    void register(OperationRegistry registry) {
        registry.on(Lambda.PUBLISH_VERSION, this::publish).on(Lambda.LIST_VERSIONS_BY_FUNCTION, this::list);
    }

    /**
     * A version that was asked for.
     *
     * @param created false when nothing had changed, so that an older version is the answer
     */
    record Publication(FunctionVersion version, boolean created) {}

    FunctionConfiguration publish(Call call, PublishVersionRequest input) {
        FunctionAddress address = FunctionAddress.unqualified(call, "PublishVersion", input.functionName());
        Unsupported.refuse(input.publishTo() != null, "PublishTo");
        return services.store().write(transaction -> {
            FunctionVersion latest = Lookups.latest(transaction, address);
            if (input.revisionId() != null && !input.revisionId().equals(latest.revisionId())) {
                throw LambdaErrors.staleRevision();
            }
            String sha256 = input.codeSha256();
            if (sha256 != null && !sha256.isEmpty() && !sha256.equals(latest.codeSha256())) {
                throw LambdaErrors.invalidParameter("CodeSHA256 (" + sha256
                        + ") is different from current CodeSHA256 in $LATEST (" + latest.codeSha256()
                        + "). Please try again with the CodeSHA256 in $LATEST.");
            }
            return answer(publish(transaction, address, input.description(), services.uuids()), services.uuids());
        });
    }

    /**
     * Publishes {@code $LATEST} as it is in this transaction.
     *
     * <p>AWS: what counts as a change is what {@code $LATEST} is, not whether it was updated since, and the description
     * of the wanted version does not count.
     *
     * @param description null or empty for that of {@code $LATEST}
     */
    static Publication publish(
            Store.Writer transaction, FunctionAddress address, @Nullable String description, Supplier<String> uuids) {
        Function function = Lookups.function(transaction, address);
        FunctionVersion latest = Lookups.latest(transaction, address);
        String content = fingerprint(latest);
        FunctionVersion last = transaction.find(
                Kind.FUNCTION_VERSION,
                address.scope(),
                address.name(),
                Integer.toString(function.lastPublishedVersion()));
        if (last != null && content.equals(function.publishedContent())) {
            return new Publication(last, false);
        }
        int number = function.lastPublishedVersion() + 1;
        boolean described = description != null && !description.isEmpty();
        FunctionVersion published =
                latest.as(Integer.toString(number), described ? description : latest.description(), uuids.get());
        Lookups.put(transaction, published);
        Lookups.put(transaction, address.scope(), function.withPublished(number, content));
        return new Publication(published, true);
    }

    /** How a publication is answered: under its qualified ARN, pending when it is new. */
    static FunctionConfiguration answer(Publication publication, Supplier<String> uuids) {
        FunctionVersion version = publication.version();
        String arn = version.functionArn() + ':' + version.version();
        return publication.created()
                ? Configurations.created(version, arn, uuids.get())
                : Configurations.active(version, arn);
    }

    /** All that a version takes over from {@code $LATEST}, as one short text. */
    private static String fingerprint(FunctionVersion version) {
        Map<String, String> environment = version.environment();
        List<@Nullable Object> content = new ArrayList<>();
        content.add(version.runtime());
        content.add(version.handler());
        content.add(version.role());
        content.add(version.description());
        content.add(version.timeoutSeconds());
        content.add(version.memoryMegabytes());
        content.add(version.ephemeralStorageMegabytes());
        content.add(environment == null ? null : new TreeMap<>(environment));
        content.add(version.architectures());
        content.add(version.codeSha256());
        content.add(version.logGroup());
        return Digests.sha256Hex(JSON.writeValueAsString(content).getBytes(StandardCharsets.UTF_8));
    }

    ListVersionsByFunctionResponse list(Call call, ListVersionsByFunctionRequest input) {
        FunctionAddress address = FunctionAddress.of(call, "ListVersionsByFunction", input.functionName(), null);
        List<FunctionVersion> versions = services.store().read(transaction -> {
            Lookups.function(transaction, address);
            return Lookups.versions(transaction, address.scope(), address.name());
        });
        Paging<FunctionVersion> page =
                Paging.of(versions, Lookups::versionOrder, input.marker(), input.maxItems(), Paging.AT_MOST_FUNCTIONS);
        return ListVersionsByFunctionResponse.builder()
                .versions(page.items().stream()
                        .map(it -> Configurations.listed(it, address.arn(it.version())))
                        .toList())
                .nextMarker(page.nextMarker())
                .build();
    }
}
