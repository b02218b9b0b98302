package dev.sallyport.control.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.Ids;
import dev.sallyport.model.IntegrationSubtype;
import dev.sallyport.model.Scope;
import dev.sallyport.store.InMemoryStore;
import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Structure;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.CreateApiRequest;
import dev.sallyport.wire.apigatewayv2.CreateIntegrationRequest;
import dev.sallyport.wire.apigatewayv2.CreateIntegrationResult;
import dev.sallyport.wire.apigatewayv2.TlsConfigInput;
import dev.sallyport.wire.apigatewayv2.UpdateIntegrationRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What integrations with services may be (http-api 6). */
class HttpApiSubtypesTest {

    private static final Call CALL =
            new Call(new Scope("111111111111", "us-east-1"), "request", "http://localhost:8080");
    private static final String ROLE = "arn:aws:iam::111111111111:role/r";
    private static final Map<String, String> MESSAGE = Map.of("QueueUrl", "q", "MessageBody", "$request.body");

    private final OperationRegistry registry = new OperationRegistry();
    private String api;

    HttpApiSubtypesTest() {
        HttpApiOperations.register(
                registry,
                new InMemoryStore(),
                new Ids(RandomGeneratorFactory.of("L64X128MixRandom").create(42)),
                () -> Instant.EPOCH,
                issuer -> true);
    }

    @BeforeEach
    void createApi() {
        api = Objects.requireNonNull(send(
                        ApiGatewayV2.CREATE_API,
                        CreateApiRequest.builder()
                                .name("n")
                                .protocolType("HTTP")
                                .build())
                .apiId());
    }

    private <I extends Structure, O extends Structure> O send(Operation<I, O> operation, I input) {
        return Objects.requireNonNull(registry.handler(operation)).handle(CALL, input);
    }

    private CreateIntegrationRequest.Builder create(String subtype, Map<String, String> parameters) {
        return CreateIntegrationRequest.builder()
                .apiId(api)
                .integrationType("AWS_PROXY")
                .integrationSubtype(subtype)
                .credentialsArn(ROLE)
                .payloadFormatVersion("1.0")
                .requestParameters(parameters);
    }

    private CreateIntegrationRequest.Builder message() {
        return create("SQS-SendMessage", MESSAGE);
    }

    private CreateIntegrationResult created(CreateIntegrationRequest.Builder request) {
        return send(ApiGatewayV2.CREATE_INTEGRATION, request.build());
    }

    private String refusal(CreateIntegrationRequest.Builder request) {
        ServiceException refused = catchThrowableOfType(ServiceException.class, () -> created(request));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("BadRequestException");
        return refused.getMessage();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("R6.1, R6.2: the ten subtypes with all, and with their required parameters; none without one of those")
    void knowsTen(IntegrationSubtype subtype) {
        Map<String, String> required = new HashMap<>();
        subtype.required().forEach(name -> required.put(name, "$request.body.x"));
        CreateIntegrationResult least = created(create(subtype.text(), required));
        assertThat(least.integrationSubtype()).isEqualTo(subtype.text());
        assertThat(least.requestParameters()).isEqualTo(required);
        Map<String, String> all = new HashMap<>(required);
        subtype.optional().forEach(name -> all.put(name, "$request.querystring.x"));
        assertThat(created(create(subtype.text() + "-1.0", all)).requestParameters())
                .isEqualTo(all);
        for (String name : subtype.required()) {
            Map<String, String> without = new HashMap<>(all);
            without.remove(name);
            assertThat(refusal(create(subtype.text(), without)))
                    .isEqualTo("Parameter: " + name + " is required for Operation: " + subtype.text());
        }
    }

    @Test
    @DisplayName("R6.1, R21.21 to R21.23: what is answered has neither URI nor method")
    void answersWhatThereIs() {
        CreateIntegrationResult made = created(message().payloadFormatVersion(null));
        assertThat(made)
                .isEqualTo(CreateIntegrationResult.builder()
                        .connectionType("INTERNET")
                        .credentialsArn(ROLE)
                        .integrationId(made.integrationId())
                        .integrationSubtype("SQS-SendMessage")
                        .integrationType("AWS_PROXY")
                        .payloadFormatVersion("1.0")
                        .requestParameters(MESSAGE)
                        .timeoutInMillis(30_000)
                        .build());
    }

    @Test
    @DisplayName("R6.2: names of parameters are exact; what is refused is recorded")
    void knowsParametersExactly() {
        assertThat(refusal(create("StepFunctions-StartSyncExecution", Map.of("stateMachineArn", "m"))))
                .isEqualTo("Parameter: stateMachineArn does not fit schema for Operation:"
                        + " StepFunctions-StartSyncExecution");
        Map<String, String> object = new HashMap<>(MESSAGE);
        object.put("MessageAttributes", "{\"a\":{\"DataType\":\"String\",\"StringValue\":\"v\"}}");
        assertThat(refusal(create("SQS-SendMessage", object)))
                .isEqualTo("Invalid selection expression specified: Validation Result: warnings : [], errors : [Invalid"
                        + " source: {\"a\":{\"DataType\":\"String\",\"StringValue\":\"v\"}} specified for destination:"
                        + " MessageAttributes]");
        for (String source :
                List.of("$request.body..a", "$request.body.a[?(@.b)]", "$nothing.x", "${request.none.x}")) {
            assertThat(refusal(create("SQS-SendMessage", Map.of("QueueUrl", "q", "MessageBody", source))))
                    .as(source)
                    .contains("Invalid source: " + source + " specified for destination: MessageBody");
        }
    }

    @Test
    @DisplayName("R6.1, R6.4, R21.25: what an integration with a service cannot be")
    void refusesTheRest() {
        assertThat(refusal(create("SQS-Nothing", MESSAGE))).contains("SQS-Nothing");
        assertThat(refusal(create("SQS-SendMessage-2.0", MESSAGE))).contains("SQS-SendMessage-2.0");
        assertThat(refusal(message().credentialsArn(null))).contains("CredentialsArn");
        assertThat(refusal(message().credentialsArn("r"))).contains("CredentialsArn");
        assertThat(refusal(message().payloadFormatVersion("2.0"))).contains("PayloadFormatVersion");
        assertThat(refusal(message().integrationUri("https://h"))).contains("IntegrationUri");
        assertThat(refusal(message().integrationMethod("GET"))).contains("IntegrationMethod");
        assertThat(refusal(message().connectionType("VPC_LINK").connectionId("l")))
                .contains("VPC_LINK");
        assertThat(refusal(message()
                        .tlsConfig(
                                TlsConfigInput.builder().serverNameToVerify("n").build())))
                .contains("TlsConfig");
        assertThat(refusal(message().integrationType("HTTP_PROXY"))).contains("integrationSubtype");
    }

    @Test
    @DisplayName("R6.3, R21.28: an update is checked as a whole; an empty text removes a parameter")
    void updates() {
        String id = created(message()).integrationId();
        UpdateIntegrationRequest.Builder update =
                UpdateIntegrationRequest.builder().apiId(api).integrationId(id).integrationType("AWS_PROXY");
        assertThat(send(
                                ApiGatewayV2.UPDATE_INTEGRATION,
                                update.requestParameters(Map.of("DelaySeconds", "5"))
                                        .build())
                        .requestParameters())
                .containsEntry("DelaySeconds", "5")
                .containsEntry("QueueUrl", "q");
        assertThat(send(
                                ApiGatewayV2.UPDATE_INTEGRATION,
                                update.requestParameters(Map.of("DelaySeconds", ""))
                                        .build())
                        .requestParameters())
                .isEqualTo(MESSAGE);
        UpdateIntegrationRequest gone =
                update.requestParameters(Map.of("QueueUrl", "")).build();
        assertThat(catchThrowableOfType(ServiceException.class, () -> send(ApiGatewayV2.UPDATE_INTEGRATION, gone))
                        .getMessage())
                .isEqualTo("Parameter: QueueUrl is required for Operation: SQS-SendMessage");
        UpdateIntegrationRequest other = UpdateIntegrationRequest.builder()
                .apiId(api)
                .integrationId(id)
                .integrationType("HTTP_PROXY")
                .build();
        assertThat(catchThrowableOfType(ServiceException.class, () -> send(ApiGatewayV2.UPDATE_INTEGRATION, other))
                        .status())
                .isEqualTo(400);
    }
}
