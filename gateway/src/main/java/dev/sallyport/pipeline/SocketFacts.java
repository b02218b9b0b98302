package dev.sallyport.pipeline;

import org.jspecify.annotations.Nullable;

/** What an exchange of a WebSocket API has in the place of a path: its connection, and what has happened to that. */
public interface SocketFacts {

    /** A variable of {@code $context} that such exchanges alone have; null for all others. */
    @Nullable
    String value(Exchange exchange, String variable);

    /** Whether access logs have a line of it (W18.6). */
    default boolean isLogged() {
        return true;
    }

    /** By what policies know what is called, behind the stage: {@code $connect}, or {@code POST/@connections/id}. */
    String resource(Exchange exchange);
}
