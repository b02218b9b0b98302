package dev.sallyport.functions.log;

import dev.sallyport.model.Scope;

/** Takes the log events of functions: the lines that they print and the platform's own (4.6 of companion-services). */
public interface FunctionLog extends AutoCloseable {

    /**
     * A log stream, which belongs to one environment. Costs nothing until something is written to it.
     *
     * @param logGroup for example {@code /aws/lambda/orders}
     * @param logStream {@code YYYY/MM/DD/[version]hex}
     */
    Stream stream(Scope scope, String logGroup, String logStream);

    /** Where the events of one environment go, one after the other, in order. */
    interface Stream {

        /**
         * Takes one event. Called from event loops and for every line that a function prints, so it must neither block nor
         * keep more than a bounded amount; under a flood it may drop events and must say how many.
         *
         * @param epochMillis when the gateway read the line
         * @param message without the end of the line; bytes that are not UTF-8 were replaced
         */
        void append(long epochMillis, String message);
    }

    /** Writes what is pending and takes no more. */
    @Override
    void close();
}
