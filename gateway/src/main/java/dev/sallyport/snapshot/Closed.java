package dev.sallyport.snapshot;

import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Guard;
import dev.sallyport.pipeline.MethodPlan;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.StageSnapshot;
import java.util.List;

/**
 * The only step of a method that needs what this version cannot enforce: it answers 500 and the log says why. What is
 * closed is decided when a stage is compiled.
 *
 * @param needs each names a setting, and the stage or the API where it is theirs
 * @param fault what every request gets
 */
record Closed(List<String> needs, Fault fault) implements Guard {

    Closed(List<String> needs) {
        this(
                List.copyOf(needs),
                Fault.configuration(
                        "the method needs what this version of Sallyport cannot enforce: " + String.join(", ", needs)));
    }

    @Override
    public List<Admission> admits(StageSnapshot stage, MethodPlan method) {
        return List.of(new Admission(
                Type.CLOSED, "nobody: this version of Sallyport cannot enforce " + String.join(", ", needs)));
    }

    @Override
    public Outcome run(Exchange exchange) {
        return fault;
    }
}
