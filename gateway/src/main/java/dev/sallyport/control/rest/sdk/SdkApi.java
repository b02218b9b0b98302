package dev.sallyport.control.rest.sdk;

import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.Authorizer;
import dev.sallyport.model.Method;
import dev.sallyport.model.Method.MethodResponse;
import dev.sallyport.model.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A deployed API as its clients see it.
 *
 * @param region the API's Region, for signatures
 * @param endpoint the stage's URL, without a slash at its end
 * @param methods without those of {@code ANY} (R16.12)
 * @param models by name
 */
record SdkApi(
        String name,
        String apiId,
        String region,
        String endpoint,
        List<SdkMethod> methods,
        SortedMap<String, SdkModel> models) {

    /** Where a parameter goes. */
    enum Place {
        PATH,
        QUERY,
        HEADER
    }

    /** A parameter by the name that the method defines; path parameters are always required. */
    record Parameter(String name, Place place, boolean required) {}

    /** The header in which an authorizer expects its token. */
    record Token(String authorizer, String header) {}

    /**
     * A method with what a call of it needs.
     *
     * @param operationName as given by the API, or null
     * @param input the model of the body; null when the method defines none
     * @param result the model of the first successful response; null when it defines none
     * @param errors the models of the other responses by status
     * @param signed whether calls need AWS's signature
     * @param token what a custom authorizer or user pools want to see; null when there is no such authorizer, or when it
     *     looks at no header
     */
    record SdkMethod(
            String verb,
            String path,
            @Nullable String operationName,
            List<Parameter> parameters,
            @Nullable String input,
            @Nullable String result,
            SortedMap<String, String> errors,
            boolean signed,
            boolean apiKey,
            @Nullable Token token) {

        /** The names of the parameters of a place. */
        List<String> names(Place place) {
            return parameters.stream()
                    .filter(parameter -> parameter.place() == place)
                    .map(Parameter::name)
                    .toList();
        }

        /** Whether a client may send a body. */
        boolean hasBody() {
            return switch (verb) {
                case "POST", "PUT", "PATCH", "DELETE" -> true;
                default -> false;
            };
        }
    }

    /** @throws dev.sallyport.control.ServiceException 400 when a model cannot be put into code (R16.5) */
    static SdkApi of(String name, String region, String endpoint, ApiDocument document) {
        List<SdkMethod> methods = new ArrayList<>();
        for (Resource resource : document.resources()) {
            for (Method method : resource.methods().values()) {
                if (!method.httpMethod().equals("ANY")) {
                    methods.add(method(resource.path(), method, document.authorizers()));
                }
            }
        }
        return new SdkApi(
                name, document.apiId(), region, endpoint, List.copyOf(methods), SdkModel.all(document.models()));
    }

    private static SdkMethod method(String path, Method method, List<Authorizer> authorizers) {
        return new SdkMethod(
                method.httpMethod(),
                path,
                method.operationName(),
                parameters(path, method),
                jsonModel(method.requestModels()),
                result(method),
                errors(method),
                method.authorizationType().equals("AWS_IAM"),
                method.apiKeyRequired(),
                token(method, authorizers));
    }

    private static @Nullable Token token(Method method, List<Authorizer> authorizers) {
        String header = "method.request.header.";
        for (Authorizer authorizer : authorizers) {
            if (authorizer.id().equals(method.authorizerId())) {
                String sources = Objects.requireNonNullElse(authorizer.identitySource(), header + "Authorization");
                for (String source : sources.split("\\s*,\\s*")) {
                    if (source.startsWith(header)) {
                        return new Token(authorizer.name(), source.substring(header.length()));
                    }
                }
            }
        }
        return null;
    }

    private static List<Parameter> parameters(String path, Method method) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        for (String segment : path.split("/")) {
            if (segment.startsWith("{") && segment.endsWith("}")) {
                String name = segment.substring(1, segment.length() - (segment.endsWith("+}") ? 2 : 1));
                parameters.put("path." + name, new Parameter(name, Place.PATH, true));
            }
        }
        method.requestParameters().forEach((key, required) -> {
            String located = key.substring("method.request.".length());
            String name = located.substring(located.indexOf('.') + 1);
            if (located.startsWith("querystring.")) {
                parameters.put(located, new Parameter(name, Place.QUERY, required));
            } else if (located.startsWith("header.")) {
                parameters.put(located, new Parameter(name, Place.HEADER, required));
            }
        });
        return List.copyOf(parameters.values());
    }

    private static @Nullable String result(Method method) {
        for (MethodResponse response : method.methodResponses().values()) {
            if (response.statusCode().startsWith("2")) {
                return response.responseModels() == null ? null : jsonModel(response.responseModels());
            }
        }
        return null;
    }

    private static SortedMap<String, String> errors(Method method) {
        SortedMap<String, String> errors = new TreeMap<>();
        for (MethodResponse response : method.methodResponses().values()) {
            String model = response.responseModels() == null ? null : jsonModel(response.responseModels());
            if (model != null && !response.statusCode().startsWith("2")) {
                errors.put(response.statusCode(), model);
            }
        }
        return errors;
    }

    private static @Nullable String jsonModel(Map<String, String> models) {
        return models.get("application/json");
    }
}
