package dev.sallyport.cli;

import dev.sallyport.config.Settings;

/** Starts a gateway; it serves when the method returns. */
@FunctionalInterface
public interface GatewayStarter {

    /** Starts a gateway with these settings. Exceptions carry a message for the operator. */
    RunningGateway start(Settings settings);
}
