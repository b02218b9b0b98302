package dev.sallyport.pipeline;

import dev.sallyport.http.ByteName;
import dev.sallyport.http.HeadWriter;
import dev.sallyport.http.Octets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A matched method with where the raw values of its path parameters stand. One object serves search after search. */
public final class RouteMatch {

    final ByteName segment = new ByteName();
    private @Nullable MethodPlan plan;
    private byte[] bytes = {};
    private int parameters;
    private int[] bounds = new int[8];

    /**
     * The method.
     *
     * @throws IllegalStateException when none was found
     */
    public MethodPlan plan() {
        MethodPlan found = plan;
        if (found == null) {
            throw new IllegalStateException("no method was found");
        }
        return found;
    }

    /** How many path parameters have a value. */
    public int parameters() {
        return parameters;
    }

    /** The raw value of path parameter {@code i}, in the order of {@code plan.pathParameters()}. */
    public String value(int i) {
        return Octets.string(bytes, bounds[2 * i], bounds[2 * i + 1]);
    }

    /** Writes the raw value of path parameter {@code i} when it holds nothing but unreserved characters and slashes. */
    boolean writePlain(HeadWriter to, int i) {
        int start = bounds[2 * i];
        int end = bounds[2 * i + 1];
        for (int at = start; at < end; at++) {
            if (!Octets.isUnreserved(bytes[at]) && bytes[at] != '/') {
                return false;
            }
        }
        to.bytes(bytes, start, end);
        return true;
    }

    /** Where the raw value of path parameter {@code i} begins in {@link #bytes}. */
    int start(int i) {
        return bounds[2 * i];
    }

    /** Where the raw value of path parameter {@code i} ends. */
    int end(int i) {
        return bounds[2 * i + 1];
    }

    /** What the bounds refer to. */
    byte[] bytes() {
        return bytes;
    }

    /** Keeps the method without its parameters: their names are gone and every value is empty. */
    void forgetValues() {
        MethodPlan found = plan();
        plan = new MethodPlan(
                found.resourceId(),
                found.resourcePath(),
                found.httpMethod(),
                found.operationName(),
                List.of(),
                found.traced(),
                found.steps(),
                false,
                found.log(),
                found.meter());
        parameters = 0;
        Arrays.fill(bounds, 0);
    }

    void begin(byte[] newBytes) {
        plan = null;
        parameters = 0;
        bytes = newBytes;
    }

    boolean found(@Nullable MethodPlan newPlan, int newParameters) {
        plan = newPlan;
        parameters = newPlan == null ? 0 : newParameters;
        return newPlan != null;
    }

    void capture(int index, int start, int stop) {
        if (bounds.length < 2 * index + 2) {
            bounds = Arrays.copyOf(bounds, 2 * bounds.length);
        }
        bounds[2 * index] = start;
        bounds[2 * index + 1] = stop;
    }
}
