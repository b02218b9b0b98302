package dev.sallyport.control.lambda;

import dev.sallyport.control.ServiceException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The processor that functions run on: that of this host, because functions are plain processes.
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
     * @throws ServiceException 501 for a processor that this host has not (R3.15 for two of them)
     */
    List<String> checked(@Nullable List<String> wanted) {
        if (wanted == null || wanted.isEmpty()) {
            return List.of(host);
        }
        if (wanted.size() > 1) {
            throw LambdaErrors.validation("Value '" + wanted + "' at 'architectures' failed to satisfy constraint: "
                    + "Member must have length less than or equal to 1");
        }
        Unsupported.refuse(
                !wanted.getFirst().equals(host), "Architecture " + wanted.getFirst() + " on this host, " + host + ",");
        return wanted;
    }
}
