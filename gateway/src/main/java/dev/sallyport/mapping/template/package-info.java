/**
 * Mapping templates: Velocity's language as API Gateway speaks it (rest-data-plane 8). Velocity's own parser reads a
 * template; what it read becomes a tree of ours that renders in a closed world of maps, lists, strings, numbers and
 * booleans with a fixed table of methods. There is no reflection, so there is nothing to forbid; and all that a template
 * does is counted. Start at {@link dev.sallyport.mapping.template.TemplateCompiler}.
 */
@NullMarked
package dev.sallyport.mapping.template;

import org.jspecify.annotations.NullMarked;
