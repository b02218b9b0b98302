package dev.sallyport.control.rest;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.RestApi;
import dev.sallyport.model.Stage;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tags of REST APIs and stages by ARN (rest-control-plane 21). */
public final class Tags {

    private static final Pattern API_PATH = Pattern.compile("/restapis/([^/]+)(?:/stages/([^/]+))?");

    /** What else is taggable; none of these can exist yet. */
    private static final Map<String, String> NOT_FOUND = Map.of(
            "/apikeys/", "Invalid API Key identifier specified",
            "/clientcertificates/", "Invalid Client Certificate identifier specified",
            "/domainnames/", "Invalid domain name identifier specified",
            "/usageplans/", "Invalid Usage Plan ID specified",
            "/vpclinks/", "Invalid Vpc Link identifier specified");

    private final Store store;

    public Tags(Store store) {
        this.store = store;
    }

    private record Target(String apiId, @Nullable String stageName) {}

    Map<String, String> get(Call call, String arn) {
        Target target = target(call, arn);
        return store.read(tx -> target.stageName() == null
                ? Lookups.api(tx, call, target.apiId()).tags()
                : Lookups.stage(tx, call, target.apiId(), target.stageName()).tags());
    }

    /** TagResource: adds and overwrites (R21.3). */
    void tag(Call call, String arn, Map<String, String> added) {
        change(call, arn, tags -> {
            tags.putAll(added);
            return tags;
        });
    }

    /** UntagResource; unknown keys are ignored (R21.3). */
    void untag(Call call, String arn, List<String> keys) {
        change(call, arn, tags -> {
            keys.forEach(tags::remove);
            return tags;
        });
    }

    private void change(Call call, String arn, UnaryOperator<Map<String, String>> change) {
        Target target = target(call, arn);
        store.write(tx -> {
            RestApi api = Lookups.api(tx, call, target.apiId());
            if (target.stageName() == null) {
                Map<String, String> tags = checked(change, api.tags());
                tx.put(Kind.REST_API, call.scope(), "", api.id(), api.withTags(tags));
                return tags;
            }
            Stage stage = Lookups.stage(tx, call, api.id(), target.stageName());
            Map<String, String> tags = checked(change, stage.tags());
            tx.put(Kind.STAGE, call.scope(), api.id(), stage.stageName(), stage.withTags(tags));
            return tags;
        });
    }

    private static Map<String, String> checked(UnaryOperator<Map<String, String>> change, Map<String, String> current) {
        Map<String, String> tags = change.apply(new TreeMap<>(current));
        TagRules.check(tags);
        return tags;
    }

    /** R21.2 and R21.5. */
    private static Target target(Call call, String arn) {
        String prefix = "arn:" + call.scope().partition() + ":apigateway:"
                + call.scope().region() + "::";
        if (!arn.startsWith(prefix)) {
            throw invalidArn();
        }
        String path = arn.substring(prefix.length());
        Matcher api = API_PATH.matcher(path);
        if (api.matches()) {
            return new Target(Input.required(api.group(1)), api.group(2));
        }
        for (Map.Entry<String, String> entry : NOT_FOUND.entrySet()) {
            if (path.startsWith(entry.getKey())) {
                throw ServiceException.notFound(entry.getValue());
            }
        }
        throw invalidArn();
    }

    private static ServiceException invalidArn() {
        return ServiceException.badRequest("Invalid ARN specified in the request");
    }
}
