package dev.sallyport.mapping.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The places of a template's variables: all names are in its text, so none is looked up by name when it is rendered. */
final class Variables {

    static final int INPUT = 0;
    static final int UTIL = 1;
    static final int CONTEXT = 2;
    static final int STAGE_VARIABLES = 3;
    static final int FOREACH = 4;
    static final int VELOCITY_COUNT = 5;
    static final int BODY_CONTENT = 6;
    static final int RESERVED = 7;

    private final List<String> names = new ArrayList<>(
            List.of("input", "util", "context", "stageVariables", "foreach", "velocityCount", "bodyContent"));
    private final Map<String, Integer> slots = new HashMap<>();

    Variables() {
        for (int i = 0; i < names.size(); i++) {
            slots.put(names.get(i), i);
        }
    }

    int slot(String name) {
        return slots.computeIfAbsent(name, added -> {
            names.add(added);
            return names.size() - 1;
        });
    }

    List<String> names() {
        return names;
    }
}
