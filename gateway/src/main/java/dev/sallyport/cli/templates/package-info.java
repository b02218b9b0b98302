/**
 * {@code sallyport template test}: renders a mapping template against a sample, without a gateway. Start at
 * {@link dev.sallyport.cli.templates.TemplateCommand}.
 */
@NullMarked
package dev.sallyport.cli.templates;

import org.jspecify.annotations.NullMarked;
