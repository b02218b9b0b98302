package dev.sallyport.integration.aws;

import dev.sallyport.mapping.HttpApiMapping;
import dev.sallyport.mapping.MappingSource;
import org.jspecify.annotations.Nullable;

/** A parameter of a service's call, compiled: of one whose value is always the same nothing is left to do. */
final class SubtypeParameter {

    private final SubtypeWire wire;
    private final String name;
    private final String source;
    private final boolean required;
    private final HttpApiMapping value;
    private final @Nullable String written;

    /**
     * Compiles a parameter.
     *
     * @param source its value as configured
     * @throws IllegalArgumentException when that is no mapping, or a text that the parameter cannot be
     */
    SubtypeParameter(SubtypeWire wire, String name, String source, boolean required) {
        this.wire = wire;
        this.name = name;
        this.source = source;
        this.required = required;
        this.value = HttpApiMapping.compile(source, false);
        String fixed = value.fixed();
        try {
            this.written = fixed == null ? null : wire.write(name, fixed);
        } catch (UnusableParameterException unusable) {
            throw new IllegalArgumentException(unusable.getMessage(), unusable);
        }
    }

    /**
     * The parameter as it is written; null when the request has no value for it and need not have one (R6.6).
     *
     * @param path of the request without its stage
     */
    @Nullable
    String write(MappingSource request, String path) throws UnusableParameterException {
        if (written != null) {
            return written;
        }
        String given = value.value(request, path);
        if (given == null || given.isEmpty()) {
            if (required) {
                throw unresolved(name, source);
            }
            return null;
        }
        return wire.write(name, given);
    }

    static UnusableParameterException unresolved(String name, String source) {
        return new UnusableParameterException("Unable to resolve property " + name + " from source " + source);
    }
}
