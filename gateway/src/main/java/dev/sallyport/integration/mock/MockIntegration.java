package dev.sallyport.integration.mock;

import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Answers without a backend (INT-20 to INT-26). */
public final class MockIntegration implements Step {

    private static final Fault NO_STATUS = Fault.configuration(
            "Unable to parse statusCode. It should be an integer that" + " is defined in the request template");

    /** The request of a mock is nearly always the same text; whichever loop wrote it last. */
    private volatile @Nullable Read lastRead;

    private record Read(String request, int status, String subject) {}

    @Override
    public Outcome run(Exchange exchange) {
        String transformed = exchange.transformedBody();
        String request = transformed == null ? exchange.requestText().textOrEmptyObject() : transformed;
        Read last = lastRead;
        if (last == null || !last.request.equals(request)) {
            OptionalInt status = MockRequest.statusCode(request);
            if (status.isEmpty()) {
                return NO_STATUS;
            }
            last = new Read(request, status.getAsInt(), Integer.toString(status.getAsInt()));
            lastRead = last;
        }
        exchange.integrationResponse(last.status, last.subject, null, null);
        return Outcome.CONTINUE;
    }

    @Override
    public boolean forgetsExchange() {
        return true;
    }
}
