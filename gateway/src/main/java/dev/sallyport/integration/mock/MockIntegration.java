package dev.sallyport.integration.mock;

import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Headers;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import java.util.OptionalInt;

/** Answers without a backend (INT-20 to INT-26). */
public final class MockIntegration implements Step {

    private static final Fault NO_STATUS = Fault.configuration(
            "Unable to parse statusCode. It should be an integer that" + " is defined in the request template");

    @Override
    public Outcome run(Exchange exchange) {
        String request = exchange.transformedBody();
        OptionalInt status = MockRequest.statusCode(request == null ? exchange.requestBody() : request);
        if (status.isEmpty()) {
            return NO_STATUS;
        }
        exchange.integrationResponse(status.getAsInt(), Integer.toString(status.getAsInt()), new Headers(1), null);
        return Outcome.CONTINUE;
    }
}
