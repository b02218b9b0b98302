package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Service;
import dev.sallyport.wire.Services;
import dev.sallyport.wire.Shape;
import dev.sallyport.wire.Structure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a request holds, its client gets an answer that blames the client, or the handler is called. */
class RandomRequestTest {

    private static final int ACCEPTED = 418;
    private static final String[] NAMES = {
        "name", "patchOperations", "op", "path", "value", "tags", "endpointConfiguration", "types", "Code", "ZipFile",
        "FunctionName", "Environment", "Variables", "Layers", "Timeout", "throttle", "location", "type", "", "ä"
    };
    private static final String[] SCALARS = {
        "null",
        "true",
        "false",
        "0",
        "-1",
        "1.5",
        "1e400",
        "-0.0",
        "99999999999999999999",
        "\"\"",
        "\"a\"",
        "\"UEs=\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\\ud83d\\ude00\"",
        "\"add\"",
        "NaN",
        "'a'",
        "\"",
        "\u2028",
        "1E",
        "--1"
    };

    private static final String[] PARTS = {
        "restapis",
        "resources",
        "methods",
        "v2",
        "apis",
        "2015-03-31",
        "functions",
        "tags",
        "arn:aws:x::",
        "%2F",
        "%",
        "+",
        "a%20b",
        "%c3%a4",
        "%ff",
        "",
        ".",
        "..",
        "mode",
        "import",
        "limit",
        "-1",
        "X-Amz-Credential",
        "Action",
        "Version",
        "2010-05-08",
        "service",
        "GraniteServiceVersion20100801",
        "operation",
        "ListMetrics",
        "Logs_20140328.X",
        "account"
    };
    private static final String[] SIGNING = {
        "apigateway", "lambda", "iam", "sts", "acm", "logs", "monitoring", "execute-api", "s3", "sqs", "", "%00"
    };
    private static final String[] VERBS = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "BREW"};

    private final Random random = new Random();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261122})
    void random_documents_never_break_the_reader(long seed) {
        random.setSeed(seed);
        List<Operation<?, ?>> operations = new ArrayList<>();
        ControlPlane control = controlPlane(operations);
        for (int i = 0; i < 3_000; i++) {
            Operation<?, ?> operation = operations.get(random.nextInt(operations.size()));
            byte[] body = mutated(document(0).getBytes(StandardCharsets.UTF_8));
            String target = operation.uri().replaceAll("\\{[^}]+}", "200");
            WireResponse response = control.handle(Calls.signed(signingName(operation), operation.method(), target)
                    .body(body)
                    .request());
            assertThat(response.status())
                    .as("seed %d, %s, %s", seed, operation.name(), new String(body, StandardCharsets.UTF_8))
                    .isIn(400, ACCEPTED);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261122})
    void random_targets_never_break_the_routing(long seed) {
        random.setSeed(seed);
        ControlPlane control = controlPlane(new ArrayList<>());
        for (int i = 0; i < 5_000; i++) {
            String target = target();
            String credential =
                    random.nextInt(8) == 0 ? target : "AK/20261122/us-east-1/" + pick(SIGNING) + "/aws4_request";
            WireResponse response = control.handle(Calls.unsigned(pick(VERBS), target)
                    .credential(credential)
                    .header(random.nextBoolean() ? "X-Amz-Target" : "X-Other", pick(PARTS))
                    .header(random.nextInt(9) == 0 ? "Smithy-Protocol" : "X-Other", "rpc-v2-cbor")
                    .request());
            assertThat(response.status())
                    .as("seed %d, %s", seed, target)
                    .satisfiesAnyOf(
                            status -> assertThat(status).isEqualTo(501),
                            status -> assertThat(status).isBetween(400, 499));
        }
    }

    private String target() {
        StringBuilder out = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            out.append('/').append(pick(PARTS));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            out.append(i == 3 || out.indexOf("?") < 0 ? '?' : '&')
                    .append(pick(PARTS))
                    .append('=')
                    .append(pick(PARTS));
        }
        return out.toString();
    }

    private String pick(String[] texts) {
        return texts[random.nextInt(texts.length)];
    }

    private static String signingName(Operation<?, ?> operation) {
        return Services.all().stream()
                .filter(service -> service.key().equals(operation.service()))
                .findFirst()
                .orElseThrow()
                .signingName();
    }

    private static ControlPlane controlPlane(List<Operation<?, ?>> operations) {
        OperationRegistry registry = new OperationRegistry();
        for (Service service : Services.all()) {
            for (Operation<?, ?> operation : service.operations()) {
                Shape.Struct<?> input = operation.input();
                if (input != null) {
                    operations.add(operation);
                    accept(registry, operation);
                }
            }
        }
        return new ControlPlane(registry, Services.all(), ControlSettings.defaults(), () -> Calls.REQUEST_ID);
    }

    private static <I extends Structure, O extends Structure> void accept(
            OperationRegistry registry, Operation<I, O> operation) {
        registry.on(operation, (call, input) -> {
            // Whatever was accepted can also be written.
            JsonBodyWriter.structure(input, JsonBodyWriter.Times.WHOLE_SECONDS);
            throw new ServiceException(ACCEPTED, "Accepted", "accepted");
        });
    }

    private String document(int depth) {
        int kind = depth > 6 ? 2 : random.nextInt(4);
        if (kind == 0 || depth == 0) {
            StringBuilder out = new StringBuilder("{");
            for (int i = random.nextInt(4); i > 0; i--) {
                out.append('"')
                        .append(NAMES[random.nextInt(NAMES.length)])
                        .append("\":")
                        .append(document(depth + 1));
                out.append(i > 1 ? "," : "");
            }
            return out.append('}').toString();
        }
        if (kind == 1) {
            StringBuilder out = new StringBuilder("[");
            for (int i = random.nextInt(4); i > 0; i--) {
                out.append(document(depth + 1)).append(i > 1 ? "," : "");
            }
            return out.append(']').toString();
        }
        return SCALARS[random.nextInt(SCALARS.length)];
    }

    private byte[] mutated(byte[] body) {
        if (random.nextInt(3) == 0 && body.length > 0) {
            for (int i = random.nextInt(3); i >= 0; i--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
        }
        return body;
    }
}
