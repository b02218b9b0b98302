package dev.sallyport;

import dev.sallyport.config.Settings;
import dev.sallyport.config.SettingsException;
import dev.sallyport.functions.FunctionHost;
import dev.sallyport.functions.FunctionLimits;
import dev.sallyport.functions.ProcessFunctionHost;
import dev.sallyport.functions.isolation.Isolation;
import java.nio.file.Path;
import java.time.Duration;

/** The host of functions as the operator has set it. */
final class FunctionHosting {

    private FunctionHosting() {}

    /**
     * Makes the host.
     *
     * @param folder keeps unpacked code and temporary files
     * @throws SettingsException when isolation is required that this machine does not have
     */
    static FunctionHost host(Settings settings, Path folder, ProcessFunctionHost.Wiring wiring) {
        FunctionLimits limits = FunctionLimits.DEFAULT
                .withMaxEnvironments(settings.functionMaxProcesses())
                .withIdleRetirement(Duration.ofSeconds(settings.functionIdleSeconds()));
        ProcessFunctionHost.Settings wanted = new ProcessFunctionHost.Settings(
                folder,
                Commands.find(settings.nodeCommand()),
                Commands.find(settings.pythonCommand()),
                limits,
                switch (settings.functionSandbox()) {
                    case AUTO -> Isolation.Mode.AUTO;
                    case REQUIRED -> Isolation.Mode.REQUIRED;
                    case OFF -> Isolation.Mode.OFF;
                });
        try {
            return new ProcessFunctionHost(wanted, wiring);
        } catch (Isolation.MissingException missing) {
            throw new SettingsException(String.valueOf(missing.getMessage()));
        }
    }
}
