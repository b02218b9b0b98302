package dev.sallyport.snapshot;

import dev.sallyport.mapping.MappingExpression;
import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.Method;
import dev.sallyport.model.Model;
import dev.sallyport.model.RequestValidator;
import dev.sallyport.pipeline.RequestPipeline.GuardSteps;
import dev.sallyport.pipeline.Step;
import dev.sallyport.pipeline.step.ValidateBody;
import dev.sallyport.pipeline.step.ValidateParameters;
import dev.sallyport.pipeline.step.ValidateParameters.Parameter;
import dev.sallyport.validation.JsonSchema;
import dev.sallyport.validation.SchemaException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compiles the request validation of an API's methods (rest-data-plane 4.2 to 4.4); a model once for all of them. */
final class ValidatorCompiler {

    private final ApiDocument document;
    private final int payloadLimitBytes;
    private final Map<String, String> schemas = new HashMap<>();
    private final Map<String, Optional<JsonSchema>> compiled = new HashMap<>();

    /** @param payloadLimitBytes of requests (LIM-4) */
    ValidatorCompiler(ApiDocument document, int payloadLimitBytes) {
        this.document = document;
        this.payloadLimitBytes = payloadLimitBytes;
        for (Model model : document.models()) {
            if (model.schema() != null && isJson(model)) {
                schemas.put(model.name(), model.schema());
            }
        }
    }

    private static boolean isJson(Model model) {
        String type = model.contentType().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || type.endsWith("+json");
    }

    /**
     * Adds the steps that validate a method's requests.
     *
     * @param guards what the method has of other guards
     * @param needs told what makes validation impossible, and so closes the method
     */
    GuardSteps compile(Method method, GuardSteps guards, List<String> needs) {
        String id = method.requestValidatorId();
        if (id == null) {
            return guards;
        }
        Optional<RequestValidator> validator = document.requestValidators().stream()
                .filter(each -> each.id().equals(id))
                .findFirst();
        if (validator.isEmpty()) {
            needs.add("request validator " + id + ", which the deployment does not have");
            return guards;
        }
        return guards.validating(
                validator.get().validateRequestParameters() ? parameters(method) : null,
                validator.get().validateRequestBody() ? body(method, needs) : null);
    }

    private static @Nullable Step parameters(Method method) {
        List<Parameter> required = new ArrayList<>();
        new TreeMap<>(method.requestParameters()).forEach((key, isRequired) -> {
            if (isRequired) {
                String all = key.replaceFirst(
                                "^method\\.request\\.querystring\\.", "method.request.multivaluequerystring.")
                        .replaceFirst("^method\\.request\\.header\\.", "method.request.multivalueheader.");
                String name = key.substring(key.indexOf('.', "method.request.".length()) + 1);
                required.add(new Parameter(name, MappingExpression.compile(all)));
            }
        });
        return required.isEmpty() ? null : new ValidateParameters(List.copyOf(required));
    }

    private @Nullable Step body(Method method, List<String> needs) {
        Map<String, Optional<JsonSchema>> models = new HashMap<>();
        method.requestModels().forEach((type, name) -> {
            try {
                models.put(type.toLowerCase(Locale.ROOT), model(name));
            } catch (SchemaException unusable) {
                needs.add("model " + name + " (" + unusable.getMessage() + ")");
            }
        });
        return models.isEmpty() ? null : new ValidateBody(Map.copyOf(models), payloadLimitBytes);
    }

    /** Empty for a model of a content type that is not JSON: nothing can be validated by it. */
    private Optional<JsonSchema> model(String name) throws SchemaException {
        Optional<JsonSchema> known = compiled.get(name);
        if (known == null) {
            boolean isOther = !schemas.containsKey(name)
                    && document.models().stream().anyMatch(each -> each.name().equals(name));
            known = isOther ? Optional.empty() : Optional.of(JsonSchema.compile(name, schemas));
            compiled.put(name, known);
        }
        return known;
    }
}
