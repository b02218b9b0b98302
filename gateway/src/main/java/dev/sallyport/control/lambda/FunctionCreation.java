package dev.sallyport.control.lambda;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.model.Function;
import dev.sallyport.model.FunctionVersion;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.lambda.CreateFunctionRequest;
import dev.sallyport.wire.lambda.EphemeralStorage;
import dev.sallyport.wire.lambda.FunctionCode;
import dev.sallyport.wire.lambda.FunctionConfiguration;
import dev.sallyport.wire.lambda.Lambda;
import dev.sallyport.wire.lambda.LoggingConfig;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code CreateFunction} (section 3.2 of companion-services). */
final class FunctionCreation {

    private static final int NAME_LENGTH = 64;
    private static final int TIMEOUT_SECONDS = 3;
    private static final int MEMORY_MEGABYTES = 128;
    private static final int EPHEMERAL_STORAGE_MEGABYTES = 512;

    private final LambdaServices services;

    FunctionCreation(LambdaServices services) {
        this.services = services;
    }

    void register(OperationRegistry registry) {
        registry.on(Lambda.CREATE_FUNCTION, this::create);
    }

    /**
     * Stores a function and its first code, and publishes version 1 when asked to.
     *
     * <p>AWS: the answer says {@code Pending} under a revision id that is no longer valid once the function is
     * {@code Active} (R3.24), which here it is when the answer arrives.
     */
    FunctionConfiguration create(Call call, CreateFunctionRequest input) {
        FunctionAddress address = address(call, input);
        Unsupported.check(input);
        String runtime = input.runtime();
        String handler = input.handler();
        if (runtime == null || handler == null) {
            throw LambdaErrors.invalidParameter(
                    "Runtime and Handler are mandatory parameters for functions created with deployment packages.");
        }
        Runtimes.check(runtime);
        Map<String, String> tags = input.tags() == null ? Map.of() : input.tags();
        Tags.requireFew(tags);
        UploadedCode code = UploadedCode.of(source(input.code()), services.codeCheck());
        FunctionVersion latest = latest(address, input, runtime, handler, code);
        return services.store().write(transaction -> {
            if (transaction.find(Kind.FUNCTION, address.scope(), "", address.name()) != null) {
                throw LambdaErrors.conflict("Function already exist: " + address.name());
            }
            transaction.putBlob(code.digest(), code.zip());
            Lookups.put(transaction, latest);
            Lookups.put(transaction, address.scope(), new Function(address.name(), 0, tags, null));
            FunctionVersion answered = Boolean.TRUE.equals(input.publish())
                    ? Versions.publish(transaction, address, null, services.uuids())
                            .version()
                    : latest;
            // AWS: unqualified even when a version was published (R3.21)
            return Configurations.created(
                    answered, address.functionArn(), services.uuids().get());
        });
    }

    private static FunctionAddress address(Call call, CreateFunctionRequest input) {
        FunctionAddress address = FunctionAddress.of(call, "CreateFunction", input.functionName(), null);
        if (address.name().length() > NAME_LENGTH) {
            // AWS: worded as a validation error under another name (R3.2)
            throw LambdaErrors.invalidParameter("1 validation error detected: Value '" + input.functionName()
                    + "' at 'functionName' failed to satisfy constraint: Member must have length less than or equal "
                    + "to 64");
        }
        if (address.qualifier() != null) {
            throw LambdaErrors.invalidParameter(
                    "The name of a new function cannot have a qualifier: " + input.functionName());
        }
        return address;
    }

    private static UploadedCode.Source source(@Nullable FunctionCode code) {
        return code == null
                ? new UploadedCode.Source(null, null, null, null)
                : new UploadedCode.Source(
                        code.zipFile(), code.s3Bucket(), code.s3ObjectStorageMode(), code.sourceKMSKeyArn());
    }

    private FunctionVersion latest(
            FunctionAddress address, CreateFunctionRequest input, String runtime, String handler, UploadedCode code) {
        EphemeralStorage storage = input.ephemeralStorage();
        return new FunctionVersion(
                address.scope(),
                address.name(),
                FunctionVersion.LATEST,
                runtime,
                handler,
                // the model demands a role, so it is there
                Objects.requireNonNullElse(input.role(), ""),
                Objects.requireNonNullElse(input.description(), ""),
                Objects.requireNonNullElse(input.timeout(), TIMEOUT_SECONDS),
                Objects.requireNonNullElse(input.memorySize(), MEMORY_MEGABYTES),
                storage == null || storage.size() == null ? EPHEMERAL_STORAGE_MEGABYTES : storage.size(),
                EnvironmentRules.checked(input.environment()),
                services.architectures().checked(input.architectures(), runtime),
                code.sha256(),
                code.digest(),
                code.zip().length,
                logGroup(input.loggingConfig(), address.name()),
                services.clock().instant(),
                services.uuids().get());
    }

    private static String logGroup(@Nullable LoggingConfig logging, String functionName) {
        return logging == null || logging.logGroup() == null ? "/aws/lambda/" + functionName : logging.logGroup();
    }
}
