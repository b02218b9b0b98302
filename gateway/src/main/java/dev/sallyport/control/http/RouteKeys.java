package dev.sallyport.control.http;

import dev.sallyport.control.ServiceException;
import dev.sallyport.model.HttpApiRoute;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a route key may be (R2.1 to R2.5). */
final class RouteKeys {

    private static final Pattern KEY = Pattern.compile("(ANY|GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) (/\\S*)");
    private static final Pattern VARIABLE = Pattern.compile("\\{([^{}+/]+)(\\+?)}");

    private RouteKeys() {}

    /** @throws ServiceException when the key is malformed */
    static void check(String key) {
        if (key.equals(HttpApiRoute.DEFAULT)) {
            return;
        }
        Matcher parts = KEY.matcher(key);
        if (!parts.matches()) {
            throw malformed();
        }
        String[] segments = parts.group(2).substring(1).split("/", -1);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < segments.length; i++) {
            if (segments[i].indexOf('{') < 0 && segments[i].indexOf('}') < 0) {
                continue;
            }
            Matcher variable = VARIABLE.matcher(segments[i]);
            boolean fits = variable.matches() && (variable.group(2).isEmpty() || i == segments.length - 1);
            if (!fits || !names.add(variable.group(1))) {
                throw malformed();
            }
        }
    }

    private static ServiceException malformed() {
        return ServiceException.badRequest("The provided route key is not formatted properly for HTTP protocol. Format"
                + " should be \"<HTTP METHOD> /<RESOURCE PATH>\" or \"$default\"");
    }
}
