package dev.sallyport.pipeline.step;

import dev.sallyport.mapping.MappingExpression;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.IntegrationRequest;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import java.util.List;

/** Computes the headers, query and path of the integration request (MAP-1). */
public record MapRequestParameters(List<Entry> entries) implements Step {

    /** Where a mapped value goes. */
    public enum Target {
        HEADER,
        QUERY,
        PATH
    }

    /** One line of {@code requestParameters}. */
    public record Entry(Target target, String name, MappingExpression expression) {}

    @Override
    public Outcome run(Exchange exchange) {
        IntegrationRequest request = exchange.mapIntegrationRequest();
        try {
            return map(exchange, request);
        } catch (MappingExpression.InvalidBodyException invalid) {
            return Fault.invalidJson();
        }
    }

    private Outcome map(Exchange exchange, IntegrationRequest request) {
        for (Entry entry : entries) {
            List<String> values = entry.expression().values(exchange);
            if (!values.isEmpty()) {
                switch (entry.target()) {
                    case HEADER -> {
                        Fault unsafe = request.mapHeader(entry.name(), values);
                        if (unsafe != null) {
                            return unsafe;
                        }
                    }
                    case QUERY -> request.query().put(entry.name(), values);
                    case PATH -> request.path().put(entry.name(), String.join(",", values));
                }
            }
        }
        return Outcome.CONTINUE;
    }

    @Override
    public boolean forgetsExchange() {
        return true;
    }
}
