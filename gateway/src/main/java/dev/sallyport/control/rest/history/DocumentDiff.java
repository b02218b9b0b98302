package dev.sallyport.control.rest.history;

import dev.sallyport.control.rest.history.Change.Action;
import dev.sallyport.control.rest.history.Change.Detail;
import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.Authorizer;
import dev.sallyport.model.GatewayResponse;
import dev.sallyport.model.Integration;
import dev.sallyport.model.Method;
import dev.sallyport.model.Model;
import dev.sallyport.model.RequestValidator;
import dev.sallyport.model.Resource;
import dev.sallyport.store.EntityJson;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What differs between two frozen forms of an API, thing by thing: its own settings, methods by path and verb, resources
 * without methods, models, validators, authorizers, gateway responses. Ids that AWS makes are of no matter: an import makes
 * all of them anew, so things are known by their names.
 */
public final class DocumentDiff {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** What of a document is told thing by thing, not as a setting of the API. */
    private static final List<String> THINGS = List.of(
            "formatVersion", "apiId", "resources", "models", "requestValidators", "authorizers", "gatewayResponses");

    private DocumentDiff() {}

    /** The changes that lead from one form to the other, in a fixed order. */
    public static List<Change> between(ApiDocument from, ApiDocument to) {
        Map<String, SortedMap<String, JsonNode>> before = things(from);
        Map<String, SortedMap<String, JsonNode>> after = things(to);
        List<Change> changes = new ArrayList<>();
        for (String subject : inOrder(before.keySet(), after.keySet())) {
            SortedMap<String, JsonNode> old = before.get(subject);
            SortedMap<String, JsonNode> now = after.get(subject);
            List<Detail> details = details(old == null ? new TreeMap<>() : old, now == null ? new TreeMap<>() : now);
            if (old == null || now == null || !details.isEmpty()) {
                Action action = old == null ? Action.ADDED : now == null ? Action.REMOVED : Action.CHANGED;
                changes.add(new Change(subject, action, details));
            }
        }
        return List.copyOf(changes);
    }

    /** Subjects of both, sorted within their families; the families in the order of {@link #things}. */
    private static Collection<String> inOrder(Set<String> before, Set<String> after) {
        Set<String> sorted = new TreeSet<>((one, other) -> {
            int family = Integer.compare(family(one), family(other));
            return family != 0 ? family : place(one).compareTo(place(other));
        });
        sorted.addAll(before);
        sorted.addAll(after);
        return new LinkedHashSet<>(sorted);
    }

    private static int family(String subject) {
        List<String> beginnings =
                List.of("API", "resource ", "model ", "validator ", "authorizer ", "gateway response ");
        for (int i = 0; i < beginnings.size(); i++) {
            if (subject.startsWith(beginnings.get(i))) {
                return i == 0 ? 0 : i + 1;
            }
        }
        return 1;
    }

    /** Methods by their path before their verb. */
    private static String place(String subject) {
        int slash = subject.indexOf('/');
        return family(subject) == 1 ? subject.substring(slash) + " " + subject.substring(0, slash) : subject;
    }

    private static Map<String, SortedMap<String, JsonNode>> things(ApiDocument document) {
        Map<String, SortedMap<String, JsonNode>> things = new LinkedHashMap<>();
        ObjectNode settings = tree(document);
        settings.remove(THINGS);
        things.put("API", flat(settings));
        Map<String, String> authorizers = names(document.authorizers(), Authorizer::id, Authorizer::name);
        Map<String, String> validators =
                names(document.requestValidators(), RequestValidator::id, RequestValidator::name);
        for (Resource resource : document.resources()) {
            if (resource.methods().isEmpty()) {
                things.put("resource " + resource.path(), new TreeMap<>());
            }
            for (Method method : resource.methods().values()) {
                things.put(
                        method.httpMethod() + " " + resource.path(),
                        flat(method(resource, method, authorizers, validators)));
            }
        }
        for (Model model : document.models()) {
            things.put("model " + model.name(), flat(without(tree(model), "id", "name")));
        }
        for (RequestValidator validator : document.requestValidators()) {
            things.put("validator " + validators.get(validator.id()), flat(without(tree(validator), "id", "name")));
        }
        for (Authorizer authorizer : document.authorizers()) {
            things.put("authorizer " + authorizers.get(authorizer.id()), flat(without(tree(authorizer), "id", "name")));
        }
        for (GatewayResponse response : document.gatewayResponses()) {
            things.put("gateway response " + response.responseType(), flat(without(tree(response), "responseType")));
        }
        return things;
    }

    /** Names by id; the id goes along where one name is not enough. */
    private static <T> Map<String, String> names(
            List<T> things, Function<T, String> id, Function<T, @Nullable String> name) {
        Map<String, String> names = new TreeMap<>();
        for (T thing : things) {
            String called = name.apply(thing);
            String own = id.apply(thing);
            names.put(own, called == null ? own : names.containsValue(called) ? called + " (" + own + ")" : called);
        }
        return names;
    }

    private static ObjectNode method(
            Resource resource, Method method, Map<String, String> authorizers, Map<String, String> validators) {
        ObjectNode tree = without(tree(method), "httpMethod", "authorizerId", "requestValidatorId");
        name(tree, "authorizer", method.authorizerId(), authorizers);
        name(tree, "requestValidator", method.requestValidatorId(), validators);
        Integration integration = method.integration();
        if (integration != null
                && integration.cacheNamespace().equals(resource.id())
                && tree.get("integration") instanceof ObjectNode node) {
            node.remove("cacheNamespace"); // AWS's default, which is the id of the resource
        }
        return tree;
    }

    private static void name(ObjectNode tree, String member, @Nullable String id, Map<String, String> names) {
        if (id != null) {
            tree.put(member, names.getOrDefault(id, id));
        }
    }

    private static ObjectNode without(ObjectNode tree, String... members) {
        tree.remove(List.of(members));
        return tree;
    }

    private static ObjectNode tree(Object entity) {
        return (ObjectNode) JSON.readTree(EntityJson.write(entity));
    }

    private static SortedMap<String, JsonNode> flat(ObjectNode tree) {
        SortedMap<String, JsonNode> flat = new TreeMap<>();
        flatten("", tree, flat);
        return flat;
    }

    /** Empty objects are left out: to have no parameters is the same whether they were never given or all taken away. */
    private static void flatten(String prefix, ObjectNode tree, SortedMap<String, JsonNode> into) {
        tree.properties().forEach(member -> {
            String name = prefix.isEmpty() ? member.getKey() : prefix + "." + member.getKey();
            if (member.getValue() instanceof ObjectNode child) {
                flatten(name, child, into);
            } else if (!member.getValue().isArray() || !member.getValue().isEmpty()) {
                into.put(name, member.getValue());
            }
        });
    }

    private static List<Detail> details(SortedMap<String, JsonNode> before, SortedMap<String, JsonNode> after) {
        Set<String> members = new TreeSet<>(before.keySet());
        members.addAll(after.keySet());
        List<Detail> details = new ArrayList<>();
        for (String member : members) {
            JsonNode old = before.get(member);
            JsonNode now = after.get(member);
            if (old == null || !old.equals(now)) {
                details.add(new Detail(member, old, now));
            }
        }
        return details;
    }
}
