package dev.sallyport.edge;

import dev.sallyport.http.HeaderLine;
import dev.sallyport.pipeline.LoopContext;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The connections of one event loop, swept once a second, and the date that their answers carry. */
final class LoopConnections {

    /** Two digits of the day, always: RFC 9110 5.6.7 knows no other form. */
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final LoopContext context;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final BodyBudget budget;
    private final Set<ConnectionHandler> connections = new LinkedHashSet<>();
    private long dateSecond = -1;
    private HeaderLine date = HeaderLine.of("Date", "");
    private volatile boolean draining;

    LoopConnections(LoopContext context, InstantSource clock, LongSupplier nanoTime, BodyBudget budget) {
        this.context = context;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.budget = budget;
        context.loop().scheduleAtFixedRate(this::sweep, 500, 500, TimeUnit.MILLISECONDS);
    }

    BodyBudget budget() {
        return budget;
    }

    LoopContext context() {
        return context;
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    boolean isDraining() {
        return draining;
    }

    void drain() {
        draining = true;
    }

    void add(ConnectionHandler connection) {
        connections.add(connection);
    }

    void remove(ConnectionHandler connection) {
        connections.remove(connection);
    }

    /** The Date header, made once a second. */
    HeaderLine httpDate() {
        long second = clock.millis() / 1000;
        if (second != dateSecond) {
            dateSecond = second;
            date = HeaderLine.of("Date", HTTP_DATE.format(clock.instant()));
        }
        return date;
    }

    private void sweep() {
        long now = nanoTime.getAsLong();
        for (ConnectionHandler connection : new ArrayList<>(connections)) {
            connection.sweep(now);
        }
    }
}
