package dev.sallyport.functions.log;

import dev.sallyport.model.Scope;
import java.util.ArrayDeque;
import java.util.List;

/** Keeps the last events of all functions in memory, for gateways that must not write files. */
public final class MemoryFunctionLog implements FunctionLog {

    private final int maxEvents;
    private final long maxCharacters;
    private final ArrayDeque<Event> events = new ArrayDeque<>(); // guarded by this
    private long characters; // guarded by this

    /** One log event. */
    public record Event(Scope scope, String logGroup, String logStream, long epochMillis, String message) {}

    /** Keeps at most so many events with at most so many characters together. */
    public MemoryFunctionLog(int maxEvents, long maxCharacters) {
        this.maxEvents = maxEvents;
        this.maxCharacters = maxCharacters;
    }

    @Override
    public Stream stream(Scope scope, String logGroup, String logStream) {
        return (epochMillis, message) -> append(scope, logGroup, logStream, epochMillis, message);
    }

    private synchronized void append(Scope scope, String logGroup, String logStream, long epochMillis, String message) {
        events.addLast(new Event(scope, logGroup, logStream, epochMillis, message));
        characters += message.length();
        while (events.size() > maxEvents || characters > maxCharacters) {
            characters -= events.removeFirst().message().length();
        }
    }

    /** The events of a log group that are still kept, oldest first. */
    public synchronized List<Event> events(Scope scope, String logGroup) {
        return events.stream()
                .filter(event -> event.scope().equals(scope) && event.logGroup().equals(logGroup))
                .toList();
    }

    @Override
    public void close() {}
}
