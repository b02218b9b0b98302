package dev.sallyport.functions.log;

import dev.sallyport.model.Scope;
import dev.sallyport.telemetry.logs.EventSink;
import dev.sallyport.telemetry.logs.LogEvents;
import dev.sallyport.telemetry.logs.StreamName;

/** Functions' lines as events of CloudWatch Logs. Its closing leaves the events open: they are not the log's. */
public final class EventFunctionLog implements FunctionLog {

    private final LogEvents events;

    public EventFunctionLog(LogEvents events) {
        this.events = events;
    }

    @Override
    public Stream stream(Scope scope, String logGroup, String logStream) {
        EventSink sink = events.stream(new StreamName(scope, logGroup, logStream));
        // AWS: the events of functions end with the end of the line.
        return (epochMillis, message) -> sink.append(epochMillis, message + '\n');
    }

    @Override
    public void close() {
        // There is nothing of its own to close.
    }
}
