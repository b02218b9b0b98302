package dev.sallyport.control.lambda;

import dev.sallyport.control.ServiceException;
import dev.sallyport.wire.lambda.CreateFunctionRequest;
import dev.sallyport.wire.lambda.DeadLetterConfig;
import dev.sallyport.wire.lambda.FileSystemConfig;
import dev.sallyport.wire.lambda.ImageConfig;
import dev.sallyport.wire.lambda.LoggingConfig;
import dev.sallyport.wire.lambda.SnapStart;
import dev.sallyport.wire.lambda.TracingConfig;
import dev.sallyport.wire.lambda.UpdateFunctionConfigurationRequest;
import dev.sallyport.wire.lambda.VpcConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses settings that AWS honours and this gateway does not: whoever sets one must learn it at once and not by a
 * function that behaves differently. Values that ask for nothing (empty lists, {@code None}) pass.
 */
final class Unsupported {

    private static final int LAYERS = 5;

    private Unsupported() {}

    static void refuse(boolean refused, String what) {
        if (refused) {
            throw ServiceException.notSupported(what);
        }
    }

    static void check(CreateFunctionRequest input) {
        refuse("Image".equals(input.packageType()), "PackageType Image");
        refuse(input.code() != null && input.code().imageUri() != null, "Code.ImageUri");
        refuse(given(input.codeSigningConfigArn()), "CodeSigningConfigArn");
        refuse(input.publishTo() != null, "PublishTo");
        refuse(input.tenancyConfig() != null, "TenancyConfig");
        refuse(input.capacityProviderConfig() != null, "CapacityProviderConfig");
        refuse(input.durableConfig() != null, "DurableConfig");
        layers(input.layers());
        network(input.vpcConfig());
        storage(input.fileSystemConfigs(), input.kmsKeyArn());
        deadLetters(input.deadLetterConfig());
        start(input.snapStart(), input.imageConfig());
        observation(input.tracingConfig(), input.loggingConfig());
    }

    static void check(UpdateFunctionConfigurationRequest input) {
        refuse(input.capacityProviderConfig() != null, "CapacityProviderConfig");
        refuse(input.durableConfig() != null, "DurableConfig");
        layers(input.layers());
        network(input.vpcConfig());
        storage(input.fileSystemConfigs(), input.kmsKeyArn());
        deadLetters(input.deadLetterConfig());
        start(input.snapStart(), input.imageConfig());
        observation(input.tracingConfig(), input.loggingConfig());
    }

    private static void layers(@Nullable List<String> layers) {
        if (layers != null && layers.size() > LAYERS) {
            throw LambdaErrors.invalidParameter("Cannot reference more than 5 layers.");
        }
        refuse(given(layers), "Layers");
    }

    private static void network(@Nullable VpcConfig vpc) {
        refuse(
                vpc != null
                        && (given(vpc.subnetIds())
                                || given(vpc.securityGroupIds())
                                || Boolean.TRUE.equals(vpc.ipv6AllowedForDualStack())),
                "VpcConfig");
    }

    private static void storage(@Nullable List<FileSystemConfig> fileSystems, @Nullable String kmsKeyArn) {
        refuse(given(fileSystems), "FileSystemConfigs");
        refuse(given(kmsKeyArn), "KMSKeyArn");
    }

    private static void deadLetters(@Nullable DeadLetterConfig config) {
        refuse(config != null && given(config.targetArn()), "DeadLetterConfig");
    }

    private static void start(@Nullable SnapStart snapStart, @Nullable ImageConfig image) {
        String applyOn = snapStart == null ? null : snapStart.applyOn();
        refuse(applyOn != null && !applyOn.equals("None"), "SnapStart.ApplyOn " + applyOn);
        refuse(
                image != null
                        && (given(image.command()) || given(image.entryPoint()) || given(image.workingDirectory())),
                "ImageConfig");
    }

    private static void observation(@Nullable TracingConfig tracing, @Nullable LoggingConfig logging) {
        refuse(tracing != null && "Active".equals(tracing.mode()), "TracingConfig.Mode Active");
        if (logging != null) {
            refuse("JSON".equals(logging.logFormat()), "LoggingConfig.LogFormat JSON");
            refuse(logging.applicationLogLevel() != null, "LoggingConfig.ApplicationLogLevel");
            refuse(logging.systemLogLevel() != null, "LoggingConfig.SystemLogLevel");
        }
    }

    private static boolean given(@Nullable String text) {
        return text != null && !text.isEmpty();
    }

    private static boolean given(@Nullable List<?> list) {
        return list != null && !list.isEmpty();
    }
}
