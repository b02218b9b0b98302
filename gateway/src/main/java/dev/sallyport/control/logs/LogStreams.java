package dev.sallyport.control.logs;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.model.LogStream;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.telemetry.logs.LogEvent.Position;
import dev.sallyport.telemetry.logs.LogEvents;
import dev.sallyport.telemetry.logs.StreamName;
import dev.sallyport.telemetry.logs.StreamSummary;
import dev.sallyport.wire.Unit;
import dev.sallyport.wire.logs.CreateLogStreamRequest;
import dev.sallyport.wire.logs.DeleteLogStreamRequest;
import dev.sallyport.wire.logs.DescribeLogStreamsRequest;
import dev.sallyport.wire.logs.DescribeLogStreamsResponse;
import dev.sallyport.wire.logs.Logs;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Creation, deletion and lists of log streams (R8.2 to R8.5). */
final class LogStreams {

    private final Store store;
    private final LogEvents events;
    private final InstantSource clock;

    private record Seen(LogStream stream, @Nullable StreamSummary summary) {
        String name() {
            return stream.name();
        }

        /** Streams without events come before all others; the digits make times compare as texts do. */
        String lastEventKey() {
            return String.format("%019d", summary == null ? 0 : summary.lastMillis()) + name();
        }
    }

    LogStreams(Store store, LogEvents events, InstantSource clock) {
        this.store = store;
        this.events = events;
        this.clock = clock;
    }

    void register(OperationRegistry registry) {
        registry.on(Logs.CREATE_LOG_STREAM, this::create)
                .on(Logs.DELETE_LOG_STREAM, this::delete)
                .on(Logs.DESCRIBE_LOG_STREAMS, this::describe);
    }

    Unit create(Call call, CreateLogStreamRequest input) {
        Scope scope = call.scope();
        String group = GroupNames.checked(input.logGroupName());
        String name = GroupNames.checked(input.logStreamName());
        return store.write(transaction -> {
            GroupNames.group(transaction, scope, group);
            if (transaction.find(Kind.LOG_STREAM, scope, group, name) != null) {
                throw LogsErrors.streamExists();
            }
            transaction.put(Kind.LOG_STREAM, scope, group, name, new LogStream(name, clock.millis(), false));
            return Unit.INSTANCE;
        });
    }

    Unit delete(Call call, DeleteLogStreamRequest input) {
        Scope scope = call.scope();
        String group = GroupNames.checked(input.logGroupName());
        String name = GroupNames.checked(input.logStreamName());
        store.write(transaction -> {
            GroupNames.group(transaction, scope, group);
            GroupNames.stream(transaction, scope, group, name);
            return transaction.delete(Kind.LOG_STREAM, scope, group, name);
        });
        events.delete(new StreamName(scope, group, name));
        return Unit.INSTANCE;
    }

    DescribeLogStreamsResponse describe(Call call, DescribeLogStreamsRequest input) {
        Scope scope = call.scope();
        String group = GroupNames.either(call, input.logGroupName(), input.logGroupIdentifier());
        String prefix = input.logStreamNamePrefix();
        boolean byTime = "LastEventTime".equals(input.orderBy());
        if (byTime && prefix != null) {
            throw LogsErrors.invalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
        }
        events.settle();
        List<LogStream> streams = store.read(transaction -> {
            GroupNames.group(transaction, scope, group);
            return transaction.list(Kind.LOG_STREAM, scope, group).stream()
                    .filter(stream -> prefix == null || stream.name().startsWith(prefix))
                    .toList();
        });
        Function<Seen, String> key = byTime ? Seen::lastEventKey : Seen::name;
        Comparator<String> order =
                Boolean.TRUE.equals(input.descending()) ? Comparator.reverseOrder() : Comparator.naturalOrder();
        // Only an order by time has to look at the events of streams that are not on the page.
        List<Seen> sorted = streams.stream()
                .map(stream -> new Seen(stream, byTime ? summary(scope, group, stream) : null))
                .sorted(Comparator.comparing(key, order))
                .toList();
        Paged<Seen> page = Paged.of(sorted, key, order, input.nextToken(), input.limit());
        return DescribeLogStreamsResponse.builder()
                .logStreams(page.items().stream()
                        .map(seen -> view(scope, group, seen.stream()))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private @Nullable StreamSummary summary(Scope scope, String group, LogStream stream) {
        return events.summary(new StreamName(scope, group, stream.name()));
    }

    private dev.sallyport.wire.logs.LogStream view(Scope scope, String group, LogStream stream) {
        StreamSummary summary = summary(scope, group, stream);
        dev.sallyport.wire.logs.LogStream.Builder view = dev.sallyport.wire.logs.LogStream.builder()
                .arn(GroupNames.arn(scope, group) + ":log-stream:" + stream.name())
                .logStreamName(stream.name())
                .creationTime(stream.creationMillis())
                // AWS: always 0 since 2019.
                .storedBytes(0L);
        if (summary != null) {
            view.firstEventTimestamp(summary.firstMillis())
                    .lastEventTimestamp(summary.lastMillis())
                    .lastIngestionTime(summary.lastIngestionMillis())
                    .uploadSequenceToken(new Position(summary.lastIngestionMillis(), 0).digits());
        }
        return view.build();
    }
}
