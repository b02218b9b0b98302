package dev.sallyport.cache;

import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.RequestHead;
import java.nio.charset.StandardCharsets;

/**
 * The values of one query parameter, as they came, found in the bytes of the query. Names are compared decoded, so that no
 * escape hides a parameter from the key that a backend sees.
 */
final class QueryValues {

    private final byte[] name;

    QueryValues(String name) {
        this.name = name.getBytes(StandardCharsets.UTF_8);
    }

    /** Writes how many there are, and each of them. */
    void write(Exchange exchange, KeyWriter to) {
        RequestHead head = exchange.head();
        if (head.queryStart() < 0) {
            to.count(0);
            return;
        }
        byte[] query = head.queryBytes();
        int found = 0;
        for (int at = head.queryStart(); at <= head.queryEnd(); at = end(query, at, head.queryEnd()) + 1) {
            found += nameEnd(query, at, end(query, at, head.queryEnd())) < 0 ? 0 : 1;
        }
        to.count(found);
        for (int at = head.queryStart(); found > 0 && at <= head.queryEnd(); at = end(query, at, head.queryEnd()) + 1) {
            int end = end(query, at, head.queryEnd());
            int nameEnd = nameEnd(query, at, end);
            if (nameEnd >= 0) {
                to.part(query, Math.min(nameEnd + 1, end), end);
            }
        }
    }

    /** INV-24: where the parameter that begins somewhere ends. */
    private static int end(byte[] query, int start, int stop) {
        int at = start;
        while (at < stop && query[at] != '&' && query[at] != ';') {
            at++;
        }
        return at;
    }

    /** Where the name of a parameter ends that is the one looked for; otherwise -1. */
    private int nameEnd(byte[] query, int start, int end) {
        int matched = 0;
        int at = start;
        while (at < end && query[at] != '=') {
            int octet = query[at];
            int width = 1;
            if (octet == '%' && at + 2 < end) {
                int high = Character.digit(query[at + 1], 16);
                int low = Character.digit(query[at + 2], 16);
                if (high >= 0 && low >= 0) {
                    octet = (byte) (high << 4 | low);
                    width = 3;
                }
            } else if (octet == '+') {
                octet = ' ';
            }
            if (matched == name.length || name[matched] != octet) {
                return -1;
            }
            matched++;
            at += width;
        }
        return start < end && matched == name.length ? at : -1;
    }
}
