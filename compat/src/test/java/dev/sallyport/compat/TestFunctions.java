package dev.sallyport.compat;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.State;

/** Functions that a test makes through the SDK. */
record TestFunctions(LambdaClient client) {

    static final String ROLE = "arn:aws:iam::" + GatewayProcess.ACCOUNT + ":role/test";
    private static final int GENEROUS_SECONDS = 60;

    /** Returns the function's ARN. */
    String node(String name, String source) {
        return create(name, "nodejs20.x", "index.js", source, GENEROUS_SECONDS, Map.of());
    }

    String python(String name, String source) {
        return create(name, "python3.12", "index.py", source, GENEROUS_SECONDS, Map.of());
    }

    String create(
            String name, String runtime, String file, String source, int seconds, Map<String, String> environment) {
        return create(name, runtime, zip(Map.of(file, source)), seconds, environment);
    }

    /** A function with a package of its own. */
    String create(String name, String runtime, byte[] code, int seconds, Map<String, String> environment) {
        String arn = client.createFunction(request -> request.functionName(name)
                        .runtime(runtime)
                        .handler("index.handler")
                        .role(ROLE)
                        .timeout(seconds)
                        .environment(variables -> variables.variables(environment))
                        .code(zip -> zip.zipFile(SdkBytes.fromByteArray(code))))
                .functionArn();
        client.addPermission(request -> request.functionName(name)
                .statementId("api")
                .action("lambda:InvokeFunction")
                .principal("apigateway.amazonaws.com"));
        await("the function " + name)
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> client.getFunctionConfiguration(request -> request.functionName(name))
                                .state()
                        == State.ACTIVE);
        return arn;
    }

    InvokeResponse invoke(String name, String event) {
        return client.invoke(request -> request.functionName(name).payload(SdkBytes.fromUtf8String(event)));
    }

    static byte[] zip(Map<String, String> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
