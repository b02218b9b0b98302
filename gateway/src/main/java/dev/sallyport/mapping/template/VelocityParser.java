package dev.sallyport.mapping.template;

import java.io.StringReader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.velocity.Template;
import org.apache.velocity.exception.VelocityException;
import org.apache.velocity.runtime.RuntimeConstants;
import org.apache.velocity.runtime.RuntimeInstance;
import org.apache.velocity.runtime.parser.ParseException;
import org.apache.velocity.runtime.parser.Token;
import org.apache.velocity.runtime.parser.node.SimpleNode;
import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.NOPLogger;

/**
 * Velocity's parser with the switches that make it read as Velocity 1 does (VTL-60), and nothing else of Velocity: no tree
 * of its is ever initialised or rendered. Loaded with the first template that needs it.
 */
final class VelocityParser {

    /** As the parser writes the mark that it puts behind a text. */
    private static final String END = "\"\\u001c\"";

    private static final Pattern POSITION = Pattern.compile("line (\\d+), column (\\d+)");

    /** Thread-safe: it keeps a pool of parsers. */
    private static final RuntimeInstance RUNTIME = runtime();

    private VelocityParser() {}

    private static RuntimeInstance runtime() {
        RuntimeInstance runtime = new RuntimeInstance();
        runtime.setProperty(RuntimeConstants.RUNTIME_LOG_INSTANCE, NOPLogger.NOP_LOGGER);
        runtime.setProperty(RuntimeConstants.PARSER_HYPHEN_ALLOWED, true);
        runtime.setProperty(RuntimeConstants.SPACE_GOBBLING, "bc");
        runtime.setProperty(RuntimeConstants.PARSER_POOL_SIZE, 1);
        runtime.setProperty(RuntimeConstants.VM_LIBRARY, "");
        runtime.init();
        return runtime;
    }

    static RuntimeInstance instance() {
        return RUNTIME;
    }

    /**
     * The tree of a text, not initialised.
     *
     * @throws TemplateException when the text is no VTL
     */
    static SimpleNode parse(String name, String text, int firstLine, int firstColumn) {
        Template template = new Template();
        template.setName(name);
        try {
            return RUNTIME.parse(new StringReader(text), template);
        } catch (ParseException unreadable) {
            Token token = unreadable.currentToken == null ? null : unreadable.currentToken.next;
            String message = firstLineOf(unreadable.getMessage());
            Matcher position = POSITION.matcher(String.valueOf(unreadable.getMessage()));
            boolean told = token == null && position.find();
            int line = token != null ? token.beginLine : told ? Integer.parseInt(position.group(1)) : 1;
            int column = token != null ? token.beginColumn : told ? Integer.parseInt(position.group(2)) : 1;
            throw new TemplateException(
                    message, name, firstLine + line - 1, line == 1 ? firstColumn + column - 1 : column, unreadable);
        } catch (VelocityException | IllegalStateException | NumberFormatException unreadable) {
            throw new TemplateException(firstLineOf(unreadable.getMessage()), name, firstLine, firstColumn, unreadable);
        } catch (StackOverflowError deep) {
            throw new TemplateException("nested too deeply", name, firstLine, firstColumn, deep);
        }
    }

    private static String firstLineOf(@Nullable String message) {
        String text = String.valueOf(message);
        int end = text.indexOf('\n');
        return (end < 0 ? text : text.substring(0, end)).strip().replace(END, "the end of the template");
    }
}
