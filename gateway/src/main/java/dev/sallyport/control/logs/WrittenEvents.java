package dev.sallyport.control.logs;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.LogGroup;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Store;
import dev.sallyport.telemetry.logs.EventQuery;
import dev.sallyport.telemetry.logs.LogEvent;
import dev.sallyport.telemetry.logs.LogEvent.Position;
import dev.sallyport.telemetry.logs.LogEvents;
import dev.sallyport.telemetry.logs.LogEvents.NewEvent;
import dev.sallyport.telemetry.logs.StreamName;
import dev.sallyport.wire.logs.InputLogEvent;
import dev.sallyport.wire.logs.Logs;
import dev.sallyport.wire.logs.PutLogEventsRequest;
import dev.sallyport.wire.logs.PutLogEventsResponse;
import dev.sallyport.wire.logs.RejectedLogEventsInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** PutLogEvents (R8.6). A sequence token of a request is ignored, as AWS does today; the answer still has one. */
final class WrittenEvents {

    private static final long MAX_SPAN_MILLIS = TimeUnit.HOURS.toMillis(24);
    private static final long MAX_AGE_MILLIS = TimeUnit.DAYS.toMillis(14);
    private static final long MAX_AHEAD_MILLIS = TimeUnit.HOURS.toMillis(2);

    private final Store store;
    private final LogEvents events;
    private final InstantSource clock;

    /**
     * Which events of a request are kept: those from one index to another.
     *
     * @param rejected null when all are kept
     */
    private record Accepted(int from, int to, @Nullable RejectedLogEventsInfo rejected) {}

    WrittenEvents(Store store, LogEvents events, InstantSource clock) {
        this.store = store;
        this.events = events;
        this.clock = clock;
    }

    void register(OperationRegistry registry) {
        registry.on(Logs.PUT_LOG_EVENTS, this::put);
    }

    PutLogEventsResponse put(Call call, PutLogEventsRequest input) {
        Scope scope = call.scope();
        String group = GroupNames.checked(input.logGroupName());
        String stream = GroupNames.checked(input.logStreamName());
        List<NewEvent> given = Objects.requireNonNull(input.logEvents(), "the model requires the events").stream()
                .map(WrittenEvents::event)
                .toList();
        requireSmall(given);
        requireOrder(given);
        // A stream that the platform is about to make counts as made.
        events.settle();
        LogGroup found = store.read(transaction -> {
            LogGroup ofName = GroupNames.group(transaction, scope, group);
            GroupNames.stream(transaction, scope, group, stream);
            return ofName;
        });
        long now = clock.millis();
        Accepted accepted = accepted(given, now, found.retentionDays());
        if (accepted.from() < accepted.to()) {
            write(new StreamName(scope, group, stream), given.subList(accepted.from(), accepted.to()));
        }
        return PutLogEventsResponse.builder()
                .nextSequenceToken(new Position(now, 0).digits())
                .rejectedLogEventsInfo(accepted.rejected())
                .build();
    }

    private void write(StreamName stream, List<NewEvent> accepted) {
        try {
            events.put(stream, accepted);
        } catch (IOException refused) {
            throw new ServiceException(
                    500, "ServiceUnavailableException", "The log events could not be written: " + refused.getMessage());
        }
    }

    private static NewEvent event(InputLogEvent event) {
        return new NewEvent(
                Objects.requireNonNull(event.timestamp(), "the model requires the time"),
                Objects.requireNonNull(event.message(), "the model requires the message"));
    }

    private static void requireSmall(List<NewEvent> given) {
        long total = 0;
        for (NewEvent event : given) {
            long bytes = LogEvent.OVERHEAD_BYTES + (long) event.message().getBytes(StandardCharsets.UTF_8).length;
            if (bytes > EventQuery.AWS_BYTES) {
                throw LogsErrors.invalidParameter(
                        "Log event too large: " + bytes + " bytes exceeds limit of " + EventQuery.AWS_BYTES);
            }
            total += bytes;
        }
        if (total > EventQuery.AWS_BYTES) {
            throw LogsErrors.invalidParameter(
                    "Upload too large: " + total + " bytes exceeds limit of " + EventQuery.AWS_BYTES);
        }
    }

    private static void requireOrder(List<NewEvent> given) {
        long last = Long.MIN_VALUE;
        for (NewEvent event : given) {
            if (event.timestampMillis() < last) {
                throw LogsErrors.invalidParameter(
                        "Log events in a single PutLogEvents request must be in chronological order.");
            }
            last = event.timestampMillis();
        }
        if (last - given.getFirst().timestampMillis() > MAX_SPAN_MILLIS) {
            throw LogsErrors.invalidParameter(
                    "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
        }
    }

    private static Accepted accepted(List<NewEvent> given, long now, @Nullable Integer retentionDays) {
        int tooOld = before(given, now - MAX_AGE_MILLIS);
        int expired = retentionDays == null ? 0 : before(given, now - TimeUnit.DAYS.toMillis(retentionDays));
        int tooNew = before(given, now + MAX_AHEAD_MILLIS + 1);
        int from = Math.max(tooOld, expired);
        if (from == 0 && tooNew == given.size()) {
            return new Accepted(0, given.size(), null);
        }
        RejectedLogEventsInfo.Builder rejected = RejectedLogEventsInfo.builder();
        if (tooOld > 0) {
            rejected.tooOldLogEventEndIndex(tooOld);
        }
        if (expired > tooOld) {
            rejected.expiredLogEventEndIndex(expired);
        }
        if (tooNew < given.size()) {
            rejected.tooNewLogEventStartIndex(tooNew);
        }
        return new Accepted(from, tooNew, rejected.build());
    }

    /** How many events are older than a moment. */
    private static int before(List<NewEvent> given, long millis) {
        int index = 0;
        while (index < given.size() && given.get(index).timestampMillis() < millis) {
            index++;
        }
        return index;
    }
}
