package dev.sallyport.control.http;

import dev.sallyport.control.ServiceException;
import dev.sallyport.mapping.HttpApiMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What the parameter mappings of an integration may be (http-api 7). */
final class ParameterRules {

    private static final Pattern STATUS = Pattern.compile("[2-5]\\d\\d");
    private static final String STATUS_CODE = "overwrite:statuscode";

    private ParameterRules() {}

    /** R7.1, R7.4, R7.5: the mappings of requests. */
    static void checkRequest(Map<String, String> parameters) {
        List<String> errors = new ArrayList<>();
        parameters.forEach((key, value) -> {
            if (!HttpApiMapping.isRequestKey(key)) {
                errors.add("Invalid Request Actioned Parameter: " + key);
            } else if (HttpApiMapping.isReserved(key)) {
                errors.add("Operations on header " + HttpApiMapping.name(key) + " are restricted");
            } else {
                checkValue(key, value, false, errors);
            }
        });
        refuse(errors);
    }

    /** R7.10, R7.11: the mappings of responses, by status. */
    static void checkResponse(Map<String, ? extends Map<String, String>> parameters) {
        List<String> errors = new ArrayList<>();
        parameters.forEach((status, mappings) -> {
            if (!STATUS.matcher(status).matches()) {
                errors.add("Invalid response status code: " + status);
            }
            mappings.forEach((key, value) -> {
                if (!key.equals(STATUS_CODE) && !HttpApiMapping.isHeaderKey(key)) {
                    errors.add("Invalid Response Actioned Parameter: " + key);
                } else if (HttpApiMapping.isReserved(key)) {
                    errors.add("Operations on header " + HttpApiMapping.name(key) + " are restricted");
                } else {
                    checkValue(key, value, true, errors);
                }
            });
        });
        refuse(errors);
    }

    private static void checkValue(String key, String value, boolean response, List<String> errors) {
        if (key.startsWith("remove:")) {
            return;
        }
        String problem = HttpApiMapping.problem(value, response);
        if (problem != null) {
            errors.add(problem);
        }
    }

    /** @throws ServiceException that lists the errors when there are any (W9.15) */
    static void refuse(List<String> errors) {
        if (!errors.isEmpty()) {
            throw ServiceException.badRequest("Invalid mapping expression specified: Validation Result: warnings : [],"
                    + " errors : [" + String.join(", ", errors) + "]");
        }
    }
}
