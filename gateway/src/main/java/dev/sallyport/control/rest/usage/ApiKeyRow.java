package dev.sallyport.control.rest.usage;

import dev.sallyport.control.ServiceException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key in a file of API keys (rest-control-plane 16).
 *
 * @param description null when empty
 * @param enabled true when the file does not say (R16.3)
 * @param usagePlanIds without doubles
 */
record ApiKeyRow(String name, String value, @Nullable String description, boolean enabled, List<String> usagePlanIds) {

    private static final String NAME = "name";
    private static final String KEY = "key";
    private static final String DESCRIPTION = "description";
    private static final String ENABLED = "enabled";
    private static final String USAGE_PLAN_IDS = "usageplanids";

    /**
     * The columns of a file: by lower-case name, the index of its cell (R16.2).
     *
     * @throws ServiceException when one that must be there is missing, or one is there twice
     */
    static Map<String, Integer> columns(Csv.@Nullable Row header) {
        Map<String, Integer> columns = new HashMap<>();
        List<String> names = header == null || header.problem() != null ? List.of() : header.cells();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i).strip().toLowerCase(Locale.ROOT);
            if (columns.put(name, i) != null && !name.isEmpty()) {
                throw ServiceException.badRequest("Invalid CSV header: column " + names.get(i) + " is there twice");
            }
        }
        for (String required : List.of(NAME, KEY)) {
            if (!columns.containsKey(required)) {
                throw ServiceException.badRequest("Invalid CSV header: column " + required + " is missing");
            }
        }
        return columns;
    }

    /**
     * Reads a row.
     *
     * @throws ServiceException when it is malformed
     */
    static ApiKeyRow of(Csv.Row row, Map<String, Integer> columns) {
        if (row.problem() != null) {
            throw ServiceException.badRequest(row.problem());
        }
        String name = cell(row, columns, NAME);
        String value = cell(row, columns, KEY);
        if (name.isEmpty() || value.isEmpty()) {
            throw ServiceException.badRequest((name.isEmpty() ? NAME : KEY) + " is missing");
        }
        String description = cell(row, columns, DESCRIPTION);
        ApiKeyRules.check(name, value, description);
        return new ApiKeyRow(
                name,
                value,
                description.isEmpty() ? null : description,
                enabled(cell(row, columns, ENABLED)),
                usagePlanIds(cell(row, columns, USAGE_PLAN_IDS)));
    }

    private static String cell(Csv.Row row, Map<String, Integer> columns, String name) {
        Integer index = columns.get(name);
        return index == null || index >= row.cells().size() ? "" : row.cells().get(index);
    }

    private static boolean enabled(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "", "true" -> true;
            case "false" -> false;
            default -> throw ServiceException.badRequest("enabled must be true or false, not " + text);
        };
    }

    private static List<String> usagePlanIds(String text) {
        List<String> ids = new ArrayList<>(Arrays.asList(text.split(",", -1)));
        return ids.stream()
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .distinct()
                .toList();
    }
}
