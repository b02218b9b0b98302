package dev.sallyport.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The calls of services that integrations of HTTP APIs make by themselves, with their parameters (http-api 6). */
public enum IntegrationSubtype {
    EVENT_BRIDGE_PUT_EVENTS(
            "EventBridge-PutEvents",
            List.of("Detail", "DetailType", "Source"),
            List.of("Time", "EventBusName", "Resources", "Region", "TraceHeader")),
    SQS_SEND_MESSAGE(
            "SQS-SendMessage",
            List.of("QueueUrl", "MessageBody"),
            List.of(
                    "DelaySeconds",
                    "MessageAttributes",
                    "MessageDeduplicationId",
                    "MessageGroupId",
                    "MessageSystemAttributes",
                    "Region")),
    SQS_RECEIVE_MESSAGE(
            "SQS-ReceiveMessage",
            List.of("QueueUrl"),
            List.of(
                    "AttributeNames",
                    "MaxNumberOfMessages",
                    "MessageAttributeNames",
                    "ReceiveRequestAttemptId",
                    "VisibilityTimeout",
                    "WaitTimeSeconds",
                    "Region")),
    SQS_DELETE_MESSAGE("SQS-DeleteMessage", List.of("ReceiptHandle", "QueueUrl"), List.of("Region")),
    SQS_PURGE_QUEUE("SQS-PurgeQueue", List.of("QueueUrl"), List.of("Region")),
    APP_CONFIG_GET_CONFIGURATION(
            "AppConfig-GetConfiguration",
            List.of("Application", "Environment", "Configuration", "ClientId"),
            List.of("ClientConfigurationVersion", "Region")),
    KINESIS_PUT_RECORD(
            "Kinesis-PutRecord",
            List.of("StreamName", "Data", "PartitionKey"),
            List.of("SequenceNumberForOrdering", "ExplicitHashKey", "Region")),
    STEP_FUNCTIONS_START_EXECUTION(
            "StepFunctions-StartExecution", List.of("StateMachineArn"), List.of("Name", "Input", "Region")),
    STEP_FUNCTIONS_START_SYNC_EXECUTION(
            "StepFunctions-StartSyncExecution",
            List.of("StateMachineArn"),
            List.of("Name", "Input", "Region", "TraceHeader")),
    STEP_FUNCTIONS_STOP_EXECUTION(
            "StepFunctions-StopExecution", List.of("ExecutionArn"), List.of("Cause", "Error", "Region"));

    /** R6.7: the parameter that is the Region of the call. */
    public static final String REGION = "Region";

    /** R6.4: the version of all of them. */
    private static final String VERSION = "-1.0";

    private final String text;

    @SuppressWarnings("ImmutableEnumChecker") // both are made by List.of
    private final List<String> required;

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> optional;

    IntegrationSubtype(String text, List<String> required, List<String> optional) {
        this.text = text;
        this.required = required;
        this.optional = optional;
    }

    /** The subtype that a text names, with or without its version; null when it names none. */
    public static @Nullable IntegrationSubtype of(String text) {
        String bare = text.endsWith(VERSION) ? text.substring(0, text.length() - VERSION.length()) : text;
        for (IntegrationSubtype subtype : values()) {
            if (subtype.text.equals(bare)) {
                return subtype;
            }
        }
        return null;
    }

    /** As it is written, without a version. */
    public String text() {
        return text;
    }

    /** The parameters without which there is no call, as they are written (R6.2). */
    public List<String> required() {
        return required;
    }

    /** The parameters that a call may do without. */
    public List<String> optional() {
        return optional;
    }

    /** Whether calls have a parameter of that name. */
    public boolean has(String parameter) {
        return required.contains(parameter) || optional.contains(parameter);
    }
}
