package dev.sallyport.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The explanations of the last requests to APIs, in memory, as long as somebody wants them: a ring whose oldest entry
 * makes room for the newest. Thread-safe; adding never waits.
 */
public final class Explanations {

    private volatile @Nullable Ring ring;

    /** @param requests how many are kept; 0 keeps none */
    public Explanations(int requests) {
        keep(requests);
    }

    /** Whether anything is kept. */
    public boolean isOn() {
        return ring != null;
    }

    /** How many requests are kept; 0 when none is. */
    public int requests() {
        Ring current = ring;
        return current == null ? 0 : current.slots.length();
    }

    /** Keeps so many requests from now on, the last of those that were kept among them; 0 forgets all. */
    public synchronized void keep(int requests) {
        if (requests < 0) {
            throw new IllegalArgumentException("cannot keep " + requests + " requests");
        }
        List<Explanation> before = recent();
        Ring next = requests == 0 ? null : new Ring(requests);
        if (next != null) {
            before.reversed().forEach(next::add);
        }
        ring = next;
    }

    void add(Explanation explanation) {
        Ring current = ring;
        if (current != null) {
            current.add(explanation);
        }
    }

    /** The explanation of a request by either of its ids; null when it is not kept. */
    public @Nullable JsonNode find(String id) {
        for (Explanation explanation : recent()) {
            if (explanation.requestId().equalsIgnoreCase(id)
                    || explanation.extendedRequestId().equals(id)) {
                return explanation.json();
            }
        }
        return null;
    }

    /** What is kept, the newest first. */
    List<Explanation> recent() {
        Ring current = ring;
        return current == null ? List.of() : current.newestFirst();
    }

    /** One line each about what is kept, the newest first: ids, time, request and status. */
    public List<JsonNode> summaries() {
        return recent().stream().map(Explanation::summary).toList();
    }

    private static final class Ring {
        private final AtomicReferenceArray<@Nullable Explanation> slots;
        private final AtomicLong added = new AtomicLong();

        Ring(int size) {
            slots = new AtomicReferenceArray<>(size);
        }

        void add(Explanation explanation) {
            slots.set((int) (added.getAndIncrement() % slots.length()), explanation);
        }

        List<Explanation> newestFirst() {
            List<Explanation> found = new ArrayList<>();
            long end = added.get();
            for (long i = end - 1; i >= Math.max(0, end - slots.length()); i--) {
                Explanation explanation = slots.get((int) (i % slots.length()));
                if (explanation != null) {
                    found.add(explanation);
                }
            }
            return found;
        }
    }
}
