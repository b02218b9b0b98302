package dev.sallyport.cli;

import dev.sallyport.model.VpcEndpoint;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A gateway that serves. */
public interface RunningGateway extends AutoCloseable {

    /** Where it listens; the port is the real one, also when the settings asked for any. */
    InetSocketAddress address();

    /** Where it listens for those who come by VPC endpoints. */
    default List<VpcEntry> vpcEndpoints() {
        return List.of();
    }

    /**
     * Where a VPC endpoint is listened for.
     *
     * @param address with the real port
     */
    record VpcEntry(VpcEndpoint endpoint, InetSocketAddress address) {}

    /** Makes the root's credentials when calls need some and there are none yet; null at every other time. */
    default @Nullable FirstCredentials firstCredentials() {
        return null;
    }

    /** Takes no new work and returns when the requests in flight have ended, at the latest after the drain deadline. */
    void drain();

    /** Ends everything at once and gives the data folder free. */
    @Override
    void close();
}
