package dev.sallyport.control.rest.openapi;

import dev.sallyport.control.openapi.BasePaths;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the query of an import says besides the mode (openapi section 3).
 *
 * @param basePath {@code ignore}, {@code prepend} or {@code split}
 * @param endpointTypes empty when not given
 * @param vpcEndpointIds empty when not given
 * @param documentation false when {@code ignore=documentation} (R3.8)
 */
record ImportOptions(
        boolean failOnWarnings,
        String basePath,
        List<String> endpointTypes,
        List<String> vpcEndpointIds,
        boolean documentation) {

    /** @throws dev.sallyport.control.ServiceException 400 when a value is none of the possible ones */
    static ImportOptions of(@Nullable Boolean failOnWarnings, @Nullable Map<String, String> given) {
        Map<String, String> parameters = given == null ? Map.of() : given;
        return new ImportOptions(
                Boolean.TRUE.equals(failOnWarnings),
                BasePaths.handling(parameters.get("basepath")),
                list(parameters.get("endpointConfigurationTypes")),
                list(parameters.get("vpcEndpointIds")),
                !list(parameters.get("ignore")).contains("documentation"));
    }

    private static List<String> list(@Nullable String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split(","))
                        .map(String::strip)
                        .filter(each -> !each.isEmpty())
                        .toList();
    }
}
