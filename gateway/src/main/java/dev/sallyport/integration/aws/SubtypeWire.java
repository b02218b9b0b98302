package dev.sallyport.integration.aws;

import dev.sallyport.model.IntegrationSubtype;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the call of an integration subtype is written for its service (http-api 6).
 *
 * @param service as its host names it
 * @param signingName what its requests are signed for
 * @param target the value of {@code X-Amz-Target}, or null
 * @param before what stands before the parameters
 * @param after what stands behind them
 */
record SubtypeWire(
        String service,
        String signingName,
        Protocol protocol,
        @Nullable String target,
        String before,
        String after) {

    /** How parameters are written. */
    enum Protocol {
        /** Members of an object, version 1.0 of AWS's JSON protocol. */
        JSON_1_0("application/x-amz-json-1.0"),
        /** The same in version 1.1. */
        JSON_1_1("application/x-amz-json-1.1"),
        /** Fields of a form. */
        QUERY("application/x-www-form-urlencoded; charset=utf-8"),
        /** Segments of the path, and behind them a query. */
        PATH(null);

        private final @Nullable String contentType;

        Protocol(@Nullable String contentType) {
            this.contentType = contentType;
        }

        /** Of requests; null for requests without a body. */
        @Nullable
        String contentType() {
            return contentType;
        }
    }

    static SubtypeWire of(IntegrationSubtype subtype) {
        return switch (subtype) {
            case EVENT_BRIDGE_PUT_EVENTS ->
                new SubtypeWire("events", "events", Protocol.JSON_1_1, "AWSEvents.PutEvents", "{\"Entries\":[{", "}]}");
            case SQS_SEND_MESSAGE -> queue("SendMessage");
            case SQS_RECEIVE_MESSAGE -> queue("ReceiveMessage");
            case SQS_DELETE_MESSAGE -> queue("DeleteMessage");
            case SQS_PURGE_QUEUE -> queue("PurgeQueue");
            case APP_CONFIG_GET_CONFIGURATION ->
                new SubtypeWire("appconfig", "appconfig", Protocol.PATH, null, "/applications/", "");
            case KINESIS_PUT_RECORD ->
                new SubtypeWire("kinesis", "kinesis", Protocol.JSON_1_1, "Kinesis_20131202.PutRecord", "{", "}");
            case STEP_FUNCTIONS_START_EXECUTION -> machine("states", "StartExecution");
            // INT-68: at a host of its own.
            case STEP_FUNCTIONS_START_SYNC_EXECUTION -> machine("sync-states", "StartSyncExecution");
            case STEP_FUNCTIONS_STOP_EXECUTION -> machine("states", "StopExecution");
        };
    }

    /** R6.10: in the query protocol, whose answers are the documents that clients know. */
    private static SubtypeWire queue(String action) {
        return new SubtypeWire("sqs", "sqs", Protocol.QUERY, null, "Action=" + action + "&Version=2012-11-05", "");
    }

    private static SubtypeWire machine(String host, String action) {
        return new SubtypeWire(host, "states", Protocol.JSON_1_0, "AWSStepFunctions." + action, "{", "}");
    }

    /** What the service calls a parameter. */
    private String member(String parameter) {
        return signingName.equals("states")
                ? parameter.substring(0, 1).toLowerCase(Locale.ROOT) + parameter.substring(1)
                : parameter;
    }

    /**
     * A parameter as it is written.
     *
     * @throws UnusableParameterException when it cannot have this value
     */
    String write(String parameter, String value) throws UnusableParameterException {
        return switch (protocol) {
            case JSON_1_0, JSON_1_1 -> '"' + member(parameter) + "\":" + ParameterText.json(parameter, value);
            case QUERY -> ParameterText.form(parameter, value);
            case PATH -> ParameterText.path(parameter, value);
        };
    }

    /** All of the parameters, each as it is written, in the order of the subtype's table. */
    String join(List<String> parameters) {
        String separator = protocol == Protocol.JSON_1_0 || protocol == Protocol.JSON_1_1 ? "," : "";
        return before + String.join(separator, parameters) + after;
    }

    /** Whether the parameters are the address of the request, which then has no body. */
    boolean isAddress() {
        return protocol == Protocol.PATH;
    }
}
