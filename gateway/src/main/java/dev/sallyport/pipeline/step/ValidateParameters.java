package dev.sallyport.pipeline.step;

import dev.sallyport.mapping.MappingExpression;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Refuses requests without their required parameters (MRQ-10 to MRQ-15).
 *
 * @param required ordered by full key: headers, then path, then query (MRQ-12)
 */
public record ValidateParameters(List<Parameter> required) implements Step {

    /**
     * A required parameter.
     *
     * @param name as the error tells it
     * @param value all its values
     */
    public record Parameter(String name, MappingExpression value) {}

    @Override
    public Outcome run(Exchange exchange) {
        List<String> missing = null;
        for (Parameter parameter : required) {
            if (parameter.value().values(exchange).stream().allMatch(String::isBlank)) {
                missing = missing == null ? new ArrayList<>() : missing;
                missing.add(parameter.name());
            }
        }
        return missing == null ? Outcome.CONTINUE : Fault.missingParameters(missing);
    }

    @Override
    public boolean forgetsExchange() {
        return true;
    }
}
