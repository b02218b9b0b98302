package dev.sallyport.control.rest.openapi;

import dev.sallyport.control.openapi.Findings;
import dev.sallyport.control.openapi.NamedIds;
import dev.sallyport.control.openapi.Place;
import dev.sallyport.control.openapi.SourceDocument;
import dev.sallyport.model.RequestValidator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The extensions that make request validators and choose one (openapi section 7, R7.1, R7.2). */
final class ImportedValidators {

    private static final String CHOICE = "x-amazon-apigateway-request-validator";

    private final SourceDocument source;
    private final NamedIds ids;
    private final Findings findings;
    private final Map<String, RequestValidator> validators = new LinkedHashMap<>();

    ImportedValidators(SourceDocument source, NamedIds ids, Findings findings) {
        this.source = source;
        this.ids = ids;
        this.findings = findings;
    }

    /** The validators by name, used or not. */
    Map<String, RequestValidator> validators() {
        return validators;
    }

    void read() {
        for (Place each : source.root().at(CHOICE + "s").members()) {
            validators.put(
                    each.name(),
                    new RequestValidator(
                            ids.of(each.name()),
                            each.name(),
                            each.flag("validateRequestBody"),
                            each.flag("validateRequestParameters")));
        }
    }

    /** The id of the validator of an operation, or null. */
    @Nullable
    String of(Place operation) {
        Place own = operation.at(CHOICE);
        Place choice = own.isPresent() ? own : source.root().at(CHOICE);
        String name = choice.text();
        if (name == null || name.isEmpty()) {
            return null;
        }
        String id = ids.find(name);
        if (id == null) {
            findings.warn(choice, "Invalid Request Validator identifier specified: " + name + ". Ignoring.");
        }
        return id;
    }
}
