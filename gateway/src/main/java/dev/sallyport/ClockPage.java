package dev.sallyport;

import dev.sallyport.config.DurationText;
import dev.sallyport.edge.OwnPages;
import dev.sallyport.mapping.QueryString;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The page of the clock: {@code GET /_sallyport/clock} tells the time, {@code PUT /_sallyport/clock?advance=1h30m} moves it
 * ahead and {@code PUT /_sallyport/clock?set=2030-01-01T00:00:00Z} moves it to a later time. A POST does neither: a page of
 * a stranger could send one without being asked.
 */
final class ClockPage implements OwnPages {

    static final String PATH = "/_sallyport/clock";

    private final @Nullable VirtualClock clock;

    /** @param clock null when it cannot be moved */
    ClockPage(@Nullable VirtualClock clock) {
        this.clock = clock;
    }

    @Override
    public Page answer(Request request) {
        VirtualClock moved = clock;
        if (moved == null || !request.path().equals(PATH)) {
            return message(
                    404,
                    moved != null
                            ? "There is no such page"
                            : "The clock of this gateway cannot be moved. Start it with the setting virtual-clock"
                                    + " (--virtual-clock enabled or SALLYPORT_VIRTUAL_CLOCK=enabled)");
        }
        return switch (request.method()) {
            case "GET", "HEAD" -> time(moved);
            case "PUT" -> move(moved, QueryString.parse(request.query()));
            default -> message(405, "The page of the clock knows GET, PUT ?advance=DURATION and PUT ?set=TIME");
        };
    }

    private static Page move(VirtualClock clock, QueryString parameters) {
        String advance = last(parameters, "advance");
        String set = last(parameters, "set");
        if ((advance == null) == (set == null)) {
            return message(400, "Say advance=DURATION, such as 1h30m, or set=TIME, such as 2030-01-01T00:00:00Z");
        }
        Duration by = advance == null ? until(clock, String.valueOf(set)) : DurationText.parse(advance);
        if (by == null) {
            return message(
                    400,
                    advance == null
                            ? "set must be a time such as 2030-01-01T00:00:00Z, not \"" + set + "\""
                            : "advance must be a duration such as 90s, 15m, 1h30m or 2d, not \"" + advance + "\"");
        }
        if (by.isNegative()) {
            return message(400, "The clock goes ahead only: it is " + clock.instant() + " already");
        }
        return clock.advance(by)
                ? time(clock)
                : message(
                        400,
                        "The clock goes ahead of the system's by " + VirtualClock.MAX_AHEAD.toDays() + " days at most");
    }

    private static @Nullable Duration until(VirtualClock clock, String time) {
        try {
            return Duration.between(clock.instant(), Instant.parse(time));
        } catch (DateTimeException | ArithmeticException unreadable) {
            return null;
        }
    }

    private static @Nullable String last(QueryString parameters, String name) {
        return parameters.all(name).isEmpty() ? null : parameters.all(name).getLast();
    }

    private static Page time(VirtualClock clock) {
        return json(
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("now", clock.instant().toString())
                        .put("aheadMillis", clock.ahead().toMillis()));
    }

    private static Page message(int status, String message) {
        return json(status, JsonNodeFactory.instance.objectNode().put("message", message));
    }

    private static Page json(int status, ObjectNode body) {
        return new Page(status, "application/json", JsonMapper.shared().writeValueAsBytes(body));
    }
}
