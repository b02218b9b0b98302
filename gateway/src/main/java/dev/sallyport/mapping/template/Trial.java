package dev.sallyport.mapping.template;

import java.util.Map;

/**
 * A rendering for people.
 *
 * @param variables what each variable that the template sets prints at the end, by name
 */
public record Trial(String output, Map<String, String> variables) {}
