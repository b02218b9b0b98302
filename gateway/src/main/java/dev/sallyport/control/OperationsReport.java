package dev.sallyport.control;

import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Service;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which operations of which services are supported, made from the models and the registry, so that it cannot promise
 * what is not there. Printed by {@code sallyport operations} and shown in the README.
 */
public final class OperationsReport {

    private final List<Service> services;
    private final OperationRegistry registry;

    public OperationsReport(List<Service> services, OperationRegistry registry) {
        this.services = List.copyOf(services);
        this.registry = registry;
    }

    /** Whether one operation is supported. */
    public record Entry(String service, String operation, boolean supported) {}

    /** Every operation of every service, in the order of the services and of the alphabet. */
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (Service service : services) {
            for (Operation<?, ?> operation : service.operations()) {
                entries.add(new Entry(service.key(), operation.name(), registry.supports(operation)));
            }
        }
        return entries;
    }

    /** For a terminal: a line for each operation under a line for each service. */
    public String text() {
        StringBuilder out = new StringBuilder();
        for (Service service : services) {
            out.append("%s (%s): %d of %d operations%n"
                    .formatted(
                            service.title(),
                            service.key(),
                            supported(service).size(),
                            service.operations().size()));
            for (Operation<?, ?> operation : service.operations()) {
                out.append("  %s %s%n".formatted(registry.supports(operation) ? "yes" : "no ", operation.name()));
            }
        }
        return out.toString();
    }

    /** An array of objects with the members {@code service}, {@code operation} and {@code supported}. */
    public String json() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Entry entry : entries()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("service", entry.service());
            row.put("operation", entry.operation());
            row.put("supported", entry.supported());
            rows.add(row);
        }
        return new String(JsonBodyWriter.document(rows), StandardCharsets.UTF_8);
    }

    /** For the README: a table with a row for each service, naming what is supported. */
    public String markdown() {
        StringBuilder out = new StringBuilder("| Service | Supported | Operations |\n|---|---|---|\n");
        for (Service service : services) {
            List<Operation<?, ?>> supported = supported(service);
            String names = supported.stream().map(Operation::name).collect(Collectors.joining(", "));
            out.append("| %s | %d of %d | %s |\n"
                    .formatted(
                            service.title(),
                            supported.size(),
                            service.operations().size(),
                            names.isEmpty() ? "none yet" : names));
        }
        return out.toString();
    }

    private List<Operation<?, ?>> supported(Service service) {
        return service.operations().stream().filter(registry::supports).collect(Collectors.toList());
    }
}
