package dev.sallyport.observe;

import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Explanations for people. */
public final class ExplanationText {

    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder(2048);

    private ExplanationText() {}

    /** The whole explanation of a request; ends with a line feed. */
    public static String of(JsonNode explanation) {
        ExplanationText written = new ExplanationText();
        written.write(explanation);
        return written.text.toString();
    }

    /** One line about a request, without its end. */
    public static String line(JsonNode summary) {
        return String.format(
                Locale.ROOT,
                "%s  %s  %s  %9.3f ms  %s %s",
                string(summary, "time"),
                string(summary, "requestId"),
                summary.path("status").asInt(0),
                summary.path("milliseconds").asDouble(0),
                string(summary, "method"),
                string(summary, "target"));
    }

    private void write(JsonNode it) {
        JsonNode request = it.path("request");
        line(
                "",
                string(request, "method") + " " + string(request, "target") + " -> "
                        + it.path("answer").path("status").asInt(0) + " in " + milliseconds(it, "milliseconds"));
        line("", string(it, "outcome"));
        line("", "request " + string(it, "requestId") + ", extended " + string(it, "extendedRequestId"));
        line("", "trace " + string(it, "traceId"));
        line("", "at " + string(it, "time") + " from " + string(request, "remoteAddress"));
        failure(it.path("fault"));
        title("Request");
        message(request);
        if (it.has("refused")) {
            title("Match");
            line(INDENT, "none: " + string(it, "refused"));
        } else {
            match(it.path("match"));
            steps(it);
            calls(it);
        }
        title("Answer");
        line(INDENT, "status " + it.path("answer").path("status").asInt(0));
        message(it.path("answer"));
    }

    private void failure(JsonNode fault) {
        if (fault.isMissingNode()) {
            return;
        }
        title("Why");
        line(
                INDENT,
                "gateway response " + string(fault, "responseType") + ", status "
                        + fault.path("status").asInt(0));
        for (String part : new String[] {"log", "hint", "message", "validationErrors"}) {
            if (fault.has(part)) {
                line(INDENT, part + ": " + string(fault, part));
            }
        }
    }

    private void match(JsonNode match) {
        title("Match");
        line(
                INDENT,
                "API " + string(match, "apiId") + ", stage " + string(match, "stage") + ", deployment "
                        + string(match, "deploymentId") + " of account " + string(match, "accountId") + " in "
                        + string(match, "region"));
        line(
                INDENT,
                "method " + string(match, "method") + " " + string(match, "resourcePath") + " (resource "
                        + string(match, "resourceId") + ")");
        for (Map.Entry<String, JsonNode> parameter :
                match.path("pathParameters").properties()) {
            line(
                    INDENT,
                    "{" + parameter.getKey() + "} = " + parameter.getValue().asString(""));
        }
    }

    private void steps(JsonNode it) {
        title("Steps");
        for (JsonNode step : it.path("steps")) {
            line(
                    INDENT,
                    String.format(
                            Locale.ROOT,
                            "%9.3f ms  +%.3f ms  %s: %s",
                            step.path("atMilliseconds").asDouble(0),
                            step.path("milliseconds").asDouble(0),
                            string(step, "step"),
                            string(step, "outcome")));
        }
        if (!it.path("decisions").isEmpty()) {
            title("Decisions");
        }
        for (JsonNode decision : it.path("decisions")) {
            line(INDENT, string(decision, "decision") + ": " + string(decision, "choice"));
        }
        if (it.has("requestTemplateOutput")) {
            title("What the request template made of the request's body");
            block(string(it, "requestTemplateOutput"));
        }
    }

    private void calls(JsonNode it) {
        it.path("authorizer").forEach(call -> request("Authorizer", call));
        if (it.has("authorizerLog")) {
            title("What the authorizer's log says");
            it.path("authorizerLog").forEach(line -> line(INDENT, line.asString("")));
        }
        if (it.path("integration").isEmpty()) {
            title("Integration");
            line(INDENT, "nothing was called");
        }
        it.path("integration").forEach(call -> call("Integration", call));
    }

    private void request(String whose, JsonNode call) {
        title(whose + " request, at " + milliseconds(call, "atMilliseconds"));
        line(INDENT, string(call.path("request"), "uri"));
        message(call.path("request"));
    }

    private void call(String whose, JsonNode call) {
        request(whose, call);
        JsonNode response = call.path("response");
        if (response.isMissingNode()) {
            title(whose + " response");
            line(INDENT, "none came");
        } else {
            title(whose + " response, after " + milliseconds(call, "milliseconds"));
            line(INDENT, "status " + response.path("status").asInt(0));
            message(response);
        }
    }

    private void message(JsonNode message) {
        for (Map.Entry<String, JsonNode> header : message.path("headers").properties()) {
            line(INDENT, header.getKey() + ": " + header.getValue().asString(""));
        }
        String body = string(message, "body");
        if (!body.isEmpty()) {
            text.append('\n');
            block(body);
        }
        long total = message.path("bodyBytes").asLong(0);
        if (total > RequestTraces.BODY_BYTES) {
            line(INDENT, "(the beginning of " + total + " bytes)");
        }
    }

    private void block(String body) {
        body.lines().forEach(each -> line(INDENT, each));
    }

    private void title(String title) {
        text.append('\n').append(title).append('\n');
    }

    /** What came from outside must not steer the terminal. */
    private void line(String indent, String line) {
        text.append(indent);
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            text.append((c < ' ' && c != '\t') || (c >= 0x7F && c < 0xA0) ? '\uFFFD' : c);
        }
        text.append('\n');
    }

    private static String milliseconds(JsonNode of, String name) {
        return String.format(Locale.ROOT, "%.3f ms", of.path(name).asDouble(0));
    }

    private static String string(JsonNode of, String name) {
        return of.path(name).asString("");
    }
}
