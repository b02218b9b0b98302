package dev.sallyport.control.lambda;

import dev.sallyport.control.ServiceException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The processor that functions run on: that of this host, because functions are plain processes. Code of an interpreted
 * runtime does not care, so it may ask for any processor of AWS's and is told that it has it; a library of machine code
 * in its package fails when it is loaded.
 *
 * @param host {@code x86_64} or {@code arm64}
 */
public record Architectures(String host) {

    /** Reads the name that Java gives the processor, {@code os.arch}. */
    public static Architectures ofJava(String osArch) {
        return switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64", "x64" -> new Architectures("x86_64");
            case "aarch64", "arm64" -> new Architectures("arm64");
            default -> new Architectures(osArch);
        };
    }

    /**
     * The architectures to store. Without a wish it is the host's; AWS says {@code x86_64} then, on every host.
     *
     * @throws ServiceException 501 for machine code of a processor that this host has not (R3.15 for two of them)
     */
    List<String> checked(@Nullable List<String> wanted, String runtime) {
        if (wanted == null || wanted.isEmpty()) {
            return List.of(host);
        }
        if (wanted.size() > 1) {
            throw LambdaErrors.validation("Value '" + wanted + "' at 'architectures' failed to satisfy constraint: "
                    + "Member must have length less than or equal to 1");
        }
        requireRunnable(wanted, runtime);
        return wanted;
    }

    /**
     * Refuses what cannot run, also when only the runtime of a function changes.
     *
     * @throws ServiceException 501 for machine code of a processor that this host has not
     */
    void requireRunnable(List<String> architectures, String runtime) {
        String wanted = architectures.getFirst();
        Unsupported.refuse(
                Runtimes.isMachineCode(runtime) && !wanted.equals(host),
                "Architecture " + wanted + " on this host, " + host + ",");
    }
}
