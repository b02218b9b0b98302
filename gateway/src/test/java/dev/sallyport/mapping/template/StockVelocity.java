package dev.sallyport.mapping.template;

import java.io.StringWriter;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;
import org.slf4j.helpers.NOPLogger;

/** Velocity as it is, with the switches that make it behave as Velocity 1 does. */
final class StockVelocity {

    private final VelocityEngine engine = new VelocityEngine();

    StockVelocity() {
        engine.setProperty("runtime.log.instance", NOPLogger.NOP_LOGGER);
        engine.setProperty("parser.allow_hyphen_in_identifiers", true);
        engine.setProperty("parser.space_gobbling", "bc");
        engine.setProperty("directive.if.empty_check", false);
        engine.setProperty("velocimacro.library.path", "");
        engine.init();
    }

    String render(String template) {
        StringWriter output = new StringWriter();
        engine.evaluate(new VelocityContext(), output, "test", template.strip());
        return output.toString();
    }
}
