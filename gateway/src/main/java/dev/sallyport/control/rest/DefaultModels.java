package dev.sallyport.control.rest;

import dev.sallyport.model.Ids;
import dev.sallyport.model.Model;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The two models that every new API has (R7.5). Migration 0002 gives the same to the APIs of earlier versions. */
final class DefaultModels {

    private static final String JSON = "application/json";

    private static final String EMPTY = """
            {
              "$schema": "http://json-schema.org/draft-04/schema#",
              "title" : "Empty Schema",
              "type" : "object"
            }""";

    private static final String ERROR = """
            {
              "$schema" : "http://json-schema.org/draft-04/schema#",
              "title" : "Error Schema",
              "type" : "object",
              "properties" : {
                "message" : { "type" : "string" }
              }
            }""";

    private DefaultModels() {}

    /** {@code Empty} and {@code Error} with new ids. */
    static List<Model> create(Ids ids) {
        Set<String> taken = new HashSet<>();
        List<Model> models = new ArrayList<>();
        models.add(new Model(next(ids, taken), "Empty", "This is a default empty schema model", JSON, EMPTY));
        models.add(new Model(next(ids, taken), "Error", "This is a default error schema model", JSON, ERROR));
        return models;
    }

    private static String next(Ids ids, Set<String> taken) {
        String id = ids.next(Ids.SHORT, taken::contains);
        taken.add(id);
        return id;
    }
}
