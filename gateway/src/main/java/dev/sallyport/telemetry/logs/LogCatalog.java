package dev.sallyport.telemetry.logs;

import dev.sallyport.model.Scope;
import java.util.List;

/** The log groups and streams that exist, as far as the writing of events needs them. Blocks. */
public interface LogCatalog {

    /** Makes the stream, and its group, if they do not exist; the platform logs without being asked. */
    void ensure(StreamName stream);

    /**
     * Streams that the platform made beyond the bound, the oldest ones, no longer in the catalog when this returns.
     *
     * @param keep how many of them may stay in a group
     */
    List<StreamName> removeAutomaticStreams(Scope scope, String group, int keep);

    /** The groups whose events expire. */
    List<Retention> retentions();

    /** How long the events of a group are kept. */
    record Retention(Scope scope, String group, int days) {}
}
