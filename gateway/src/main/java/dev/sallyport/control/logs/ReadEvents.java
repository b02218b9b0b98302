package dev.sallyport.control.logs;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.logs.filter.FilterPattern;
import dev.sallyport.control.logs.filter.InvalidPatternException;
import dev.sallyport.model.LogGroup;
import dev.sallyport.model.LogStream;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.telemetry.logs.EventQuery;
import dev.sallyport.telemetry.logs.LogEvent;
import dev.sallyport.telemetry.logs.LogEvent.Position;
import dev.sallyport.telemetry.logs.LogEvents;
import dev.sallyport.telemetry.logs.StreamName;
import dev.sallyport.wire.logs.FilterLogEventsRequest;
import dev.sallyport.wire.logs.FilterLogEventsResponse;
import dev.sallyport.wire.logs.FilteredLogEvent;
import dev.sallyport.wire.logs.GetLogEventsRequest;
import dev.sallyport.wire.logs.GetLogEventsResponse;
import dev.sallyport.wire.logs.Logs;
import dev.sallyport.wire.logs.OutputLogEvent;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** GetLogEvents and FilterLogEvents (R8.7 to R8.11). Expired events are never shown (R8.13). */
final class ReadEvents {

    private static final Pattern TOKEN = Pattern.compile("([fb])/(\\d{56})/s");

    private final Store store;
    private final LogEvents events;
    private final InstantSource clock;

    /** Where GetLogEvents goes on: behind a place or in front of it. */
    private record Token(boolean forward, Position position) {

        static Token of(String text) {
            Matcher matcher = TOKEN.matcher(text);
            Position position = matcher.matches() ? Position.ofDigits(matcher.group(2)) : null;
            if (position == null) {
                throw LogsErrors.invalidToken();
            }
            return new Token(text.startsWith("f"), position);
        }

        static String text(char direction, Position position) {
            return direction + "/" + position.digits() + "/s";
        }
    }

    ReadEvents(Store store, LogEvents events, InstantSource clock) {
        this.store = store;
        this.events = events;
        this.clock = clock;
    }

    void register(OperationRegistry registry) {
        registry.on(Logs.GET_LOG_EVENTS, this::get).on(Logs.FILTER_LOG_EVENTS, this::filter);
    }

    GetLogEventsResponse get(Call call, GetLogEventsRequest input) {
        Scope scope = call.scope();
        String group = GroupNames.either(call, input.logGroupName(), input.logGroupIdentifier());
        String stream = GroupNames.checked(input.logStreamName());
        Token token = input.nextToken() == null ? null : Token.of(input.nextToken());
        boolean forward = token == null ? Boolean.TRUE.equals(input.startFromHead()) : token.forward();
        events.settle();
        LogGroup found = store.read(transaction -> {
            LogGroup ofName = GroupNames.group(transaction, scope, group);
            GroupNames.stream(transaction, scope, group, stream);
            return ofName;
        });
        List<LogEvent> page = events.read(new EventQuery(
                        List.of(new StreamName(scope, group, stream)),
                        from(input.startTime(), found),
                        input.endTime() == null ? Long.MAX_VALUE : input.endTime(),
                        message -> true,
                        !forward,
                        token == null ? null : token.position(),
                        limit(input.limit()),
                        EventQuery.AWS_BYTES))
                .events();
        // AWS: at the end the token that was given is given back; clients stop when they see it again.
        Position here = token == null ? Position.START : token.position();
        return GetLogEventsResponse.builder()
                .events(page.stream().map(ReadEvents::output).toList())
                .nextForwardToken(
                        Token.text('f', page.isEmpty() ? here : page.getLast().position()))
                .nextBackwardToken(
                        Token.text('b', page.isEmpty() ? here : page.getFirst().position()))
                .build();
    }

    private static OutputLogEvent output(LogEvent event) {
        return OutputLogEvent.builder()
                .timestamp(event.timestampMillis())
                .message(event.message())
                .ingestionTime(event.ingestionMillis())
                .build();
    }

    FilterLogEventsResponse filter(Call call, FilterLogEventsRequest input) {
        try {
            String pattern = input.filterPattern();
            return filter(call, input, FilterPattern.of(pattern == null ? "" : pattern));
        } catch (InvalidPatternException invalid) {
            throw LogsErrors.invalidParameter("Invalid filter pattern");
        }
    }

    private FilterLogEventsResponse filter(Call call, FilterLogEventsRequest input, Predicate<String> wanted) {
        Scope scope = call.scope();
        String group = GroupNames.either(call, input.logGroupName(), input.logGroupIdentifier());
        if (input.logStreamNames() != null && input.logStreamNamePrefix() != null) {
            // (inferred) in the words of the recorded texts about groups.
            throw LogsErrors.invalidParameter(
                    "LogStream names and LogStream name prefix are mutually exclusive parameters.");
        }
        Position beyond = input.nextToken() == null ? null : position(input.nextToken());
        boolean newestFirst = Boolean.FALSE.equals(input.startFromHead());
        events.settle();
        LogGroup found = store.read(transaction -> GroupNames.group(transaction, scope, group));
        EventQuery.Page page = events.read(new EventQuery(
                streams(scope, group, input),
                from(input.startTime(), found),
                // AWS: inclusive here, exclusive in GetLogEvents (R8.11).
                input.endTime() == null || input.endTime() == Long.MAX_VALUE ? Long.MAX_VALUE : input.endTime() + 1,
                wanted,
                newestFirst,
                beyond,
                limit(input.limit()),
                EventQuery.AWS_BYTES));
        List<LogEvent> shown = newestFirst ? page.events().reversed() : page.events();
        return FilterLogEventsResponse.builder()
                .events(shown.stream().map(ReadEvents::filtered).toList())
                .searchedLogStreams(List.of())
                .nextToken(page.more() ? Paged.token(shown.getLast().position().digits()) : null)
                .build();
    }

    private static FilteredLogEvent filtered(LogEvent event) {
        return FilteredLogEvent.builder()
                .logStreamName(event.stream())
                .timestamp(event.timestampMillis())
                .message(event.message())
                .ingestionTime(event.ingestionMillis())
                .eventId(event.position().digits())
                .build();
    }

    private static Position position(String token) {
        Position position = Position.ofDigits(Paged.decoded(token));
        if (position == null) {
            throw LogsErrors.invalidToken();
        }
        return position;
    }

    private List<StreamName> streams(Scope scope, String group, FilterLogEventsRequest input) {
        List<String> names = input.logStreamNames();
        String prefix = input.logStreamNamePrefix();
        return store.read(transaction -> {
            List<LogStream> found = names == null
                    ? transaction.list(Kind.LOG_STREAM, scope, group)
                    : names.stream()
                            .distinct()
                            .map(name -> GroupNames.stream(transaction, scope, group, name))
                            .toList();
            return found.stream()
                    .filter(stream -> prefix == null || stream.name().startsWith(prefix))
                    .map(stream -> new StreamName(scope, group, stream.name()))
                    .toList();
        });
    }

    /** From when on events are shown. */
    private long from(@Nullable Long startTime, LogGroup group) {
        Integer days = group.retentionDays();
        long retained = days == null ? 0 : clock.millis() - TimeUnit.DAYS.toMillis(days);
        return Math.max(retained, Objects.requireNonNullElse(startTime, 0L));
    }

    private static int limit(@Nullable Integer limit) {
        return limit == null ? EventQuery.AWS_LIMIT : limit;
    }
}
