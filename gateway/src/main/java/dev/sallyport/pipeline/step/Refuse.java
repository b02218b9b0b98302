package dev.sallyport.pipeline.step;

import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Guard;
import dev.sallyport.pipeline.MethodPlan;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.StageSnapshot;
import java.util.List;

/**
 * Answers every request with the same fault: what is configured cannot work.
 *
 * @param fault whose hint or reason says why
 */
public record Refuse(Fault fault) implements Guard {

    @Override
    public Outcome run(Exchange exchange) {
        return fault;
    }

    @Override
    public List<Admission> admits(StageSnapshot stage, MethodPlan method) {
        String why = fault.hint() != null ? fault.hint() : fault.reason() != null ? fault.reason() : fault.errorType();
        return List.of(new Admission(Type.CLOSED, "nobody: " + why));
    }
}
