package dev.sallyport.control.rest;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Taggable.Tagged;
import dev.sallyport.model.RestApi;
import dev.sallyport.model.Stage;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.stream.IntStream;

/** Tags by ARN (rest-control-plane 21), of every kind that was registered with {@link #on}. */
public final class Tags {

    private static final List<Taggable> OF_APIS = List.of(
            Taggable.of("/restapis/([^/]+)", (tx, call, names) -> {
                RestApi api = Lookups.api(tx, call, names.getFirst());
                return new Tagged(
                        api.tags(),
                        (writer, tags) -> writer.put(Kind.REST_API, call.scope(), "", api.id(), api.withTags(tags)));
            }),
            Taggable.of("/restapis/([^/]+)/stages/([^/]+)", (tx, call, names) -> {
                String apiId = names.getFirst();
                Stage stage = Lookups.stage(tx, call, apiId, names.get(1));
                return new Tagged(
                        stage.tags(),
                        (writer, tags) ->
                                writer.put(Kind.STAGE, call.scope(), apiId, stage.stageName(), stage.withTags(tags)));
            }));

    private final Store store;
    private final List<Taggable> kinds;

    /** The tags of REST APIs and their stages. */
    public Tags(Store store) {
        this(store, OF_APIS);
    }

    /** The tags of these kinds. */
    public Tags(Store store, List<Taggable> kinds) {
        this.store = store;
        this.kinds = new CopyOnWriteArrayList<>(kinds);
    }

    /** Adds a kind of things that have tags. */
    public Tags on(Taggable kind) {
        kinds.add(kind);
        return this;
    }

    /** GetTags. AWS: limit and position are taken and have no effect, for the answer has no position. */
    public Map<String, String> get(Call call, String arn) {
        Found found = kind(call, arn);
        return store.read(
                tx -> found.kind().find().find(tx, call, found.names()).tags());
    }

    /** TagResource: adds and overwrites (R21.3). */
    public void tag(Call call, String arn, Map<String, String> added) {
        change(call, arn, tags -> tags.putAll(added));
    }

    /** UntagResource; unknown keys are ignored (R21.3). */
    public void untag(Call call, String arn, List<String> keys) {
        change(call, arn, tags -> keys.forEach(tags::remove));
    }

    private void change(Call call, String arn, Consumer<Map<String, String>> change) {
        Found found = kind(call, arn);
        store.write(tx -> {
            Tagged tagged = found.kind().find().find(tx, call, found.names());
            Map<String, String> tags = new TreeMap<>(tagged.tags());
            change.accept(tags);
            TagRules.check(tags);
            tagged.replace().accept(tx, tags);
            return tags;
        });
    }

    private record Found(Taggable kind, List<String> names) {}

    /** R21.2 and R21.5. */
    private Found kind(Call call, String arn) {
        String prefix = "arn:" + call.scope().partition() + ":apigateway:"
                + call.scope().region() + ":";
        for (Taggable kind : kinds) {
            String start = prefix + (kind.accountInArn() ? call.scope().account() : "") + ":";
            Matcher path = kind.path().matcher(arn.startsWith(start) ? arn.substring(start.length()) : "");
            if (path.matches()) {
                return new Found(
                        kind,
                        IntStream.rangeClosed(1, path.groupCount())
                                .mapToObj(path::group)
                                .toList());
            }
        }
        throw ServiceException.badRequest("Invalid ARN specified in the request");
    }
}
