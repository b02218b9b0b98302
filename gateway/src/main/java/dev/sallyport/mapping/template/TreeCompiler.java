package dev.sallyport.mapping.template;

import dev.sallyport.mapping.json.PathExpression;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.velocity.runtime.parser.StandardParserConstants;
import org.apache.velocity.runtime.parser.Token;
import org.apache.velocity.runtime.parser.node.ASTBlock;
import org.apache.velocity.runtime.parser.node.ASTComment;
import org.apache.velocity.runtime.parser.node.ASTDirective;
import org.apache.velocity.runtime.parser.node.ASTDirectiveAssign;
import org.apache.velocity.runtime.parser.node.ASTElseIfStatement;
import org.apache.velocity.runtime.parser.node.ASTElseStatement;
import org.apache.velocity.runtime.parser.node.ASTEscape;
import org.apache.velocity.runtime.parser.node.ASTEscapedDirective;
import org.apache.velocity.runtime.parser.node.ASTIfStatement;
import org.apache.velocity.runtime.parser.node.ASTReference;
import org.apache.velocity.runtime.parser.node.ASTSetDirective;
import org.apache.velocity.runtime.parser.node.ASTText;
import org.apache.velocity.runtime.parser.node.ASTTextblock;
import org.apache.velocity.runtime.parser.node.Node;
import org.apache.velocity.runtime.parser.node.SimpleNode;
import org.jspecify.annotations.Nullable;

/** Makes pieces of ours of the tree that Velocity's parser read: text and directives here, the rest in {@link ValueCompiler}. */
final class TreeCompiler {

    private static final int MAX_CONSTANT_PATHS = 1024;

    private final String name;
    private final Variables variables = new Variables();
    private final Map<String, Directives.Macro> macros = new HashMap<>();
    private final Map<String, PathExpression> paths = new HashMap<>();
    private final ValueCompiler values = new ValueCompiler(this);
    private int firstLine;
    private int firstColumn;

    private TreeCompiler(String name, int firstLine, int firstColumn) {
        this.name = name;
        this.firstLine = firstLine;
        this.firstColumn = firstColumn;
    }

    static CompiledTemplate compile(String name, String text, TemplateBounds bounds) {
        String begin = text.substring(0, text.length() - text.stripLeading().length());
        int lines = (int) begin.chars().filter(c -> c == '\n').count();
        TreeCompiler compiler = new TreeCompiler(name, 1 + lines, begin.length() - begin.lastIndexOf('\n'));
        Part root = compiler.text(text.strip());
        return new CompiledTemplate(name, root, compiler.variables.names(), compiler.paths, bounds);
    }

    /** Reads a text that begins where the compiler stands. */
    private Part text(String text) {
        SimpleNode tree = VelocityParser.parse(name, text, firstLine, firstColumn);
        try {
            declareMacros(tree);
            return sequence(tree, new ArrayList<>());
        } catch (StackOverflowError deep) {
            throw new TemplateException("nested too deeply", name, firstLine, firstColumn, deep);
        }
    }

    /** Reads the content of a text literal that stands at a node. */
    Part nested(String text, Node at) {
        int outerLine = firstLine;
        int outerColumn = firstColumn;
        int line = line(at);
        firstColumn = column(at) + 1;
        firstLine = line;
        try {
            return text(text);
        } finally {
            firstLine = outerLine;
            firstColumn = outerColumn;
        }
    }

    int slot(String variable) {
        return variables.slot(variable);
    }

    int line(Node node) {
        return firstLine + begin(node).beginLine - 1;
    }

    /** Blanks before a directive belong to it in the parser's eyes, not in an author's. */
    private static Token begin(Node node) {
        Token token = node.getFirstToken();
        return token.kind == StandardParserConstants.WHITESPACE && token.next != null ? token.next : token;
    }

    int column(Node node) {
        Token token = begin(node);
        return token.beginLine == 1 ? firstColumn + token.beginColumn - 1 : token.beginColumn;
    }

    TemplateException refused(String what, Node node) {
        return new TemplateException(what, name, line(node), column(node), null);
    }

    /** Compiles a JSON path that the template has as a constant; a bad one fails when it is reached. */
    void path(String text) {
        if (paths.size() < MAX_CONSTANT_PATHS && !paths.containsKey(text)) {
            try {
                paths.put(text, PathExpression.compile(text));
            } catch (IllegalArgumentException bad) {
                // Its use raises the same failure at its place, and perhaps it is never used.
                return;
            }
        }
    }

    /** Macros may be called before they are defined. */
    private void declareMacros(Node node) {
        for (int i = 0; i < node.jjtGetNumChildren(); i++) {
            Node child = node.jjtGetChild(i);
            if (child instanceof ASTDirective directive
                    && directive.getDirectiveName().equals("macro")
                    && directive.jjtGetNumChildren() > 1) {
                declareMacro(directive);
            }
            declareMacros(child);
        }
    }

    private void declareMacro(ASTDirective directive) {
        List<Integer> slots = new ArrayList<>();
        List<@Nullable Value> defaults = new ArrayList<>();
        int last = directive.jjtGetNumChildren() - 1;
        for (int i = 1; i < last; i++) {
            Node parameter = directive.jjtGetChild(i);
            boolean hasDefault = parameter instanceof ASTDirectiveAssign;
            Node reference = hasDefault ? parameter.jjtGetChild(0) : parameter;
            slots.add(values.reference((ASTReference) reference).slot());
            defaults.add(hasDefault ? values.compile(directive.jjtGetChild(++i)) : null);
        }
        Directives.Macro macro = new Directives.Macro(
                slots.stream().mapToInt(Integer::intValue).toArray(), defaults.toArray(Value[]::new));
        macros.put(directive.jjtGetChild(0).getFirstToken().image, macro);
    }

    private Part sequence(Node node, List<Part> parts) {
        addChildren(node, parts);
        return parts.size() == 1 ? parts.getFirst() : new Part.Sequence(parts.toArray(Part[]::new));
    }

    /** Blanks before {@code #set} are dropped as Velocity 1 does: unless other text than blanks is before them. */
    private void addChildren(Node node, List<Part> parts) {
        int count = node.jjtGetNumChildren();
        for (int i = 0; i < count; i++) {
            Node child = node.jjtGetChild(i);
            if (child instanceof ASTSetDirective set && !(i > 0 && node.jjtGetChild(i - 1) instanceof ASTText)) {
                set.setPrefix("");
            }
            if (child instanceof ASTText text) {
                String constant = constant(text);
                boolean dropped = i + 1 < count
                        && node.jjtGetChild(i + 1) instanceof ASTSetDirective
                        && constant.chars().allMatch(c -> c == ' ' || c == '\t');
                addText(parts, dropped ? "" : constant);
            } else {
                add(child, parts);
            }
        }
    }

    private static void addText(List<Part> parts, String text) {
        if (text.isEmpty()) {
            return;
        }
        if (!parts.isEmpty() && parts.getLast() instanceof Part.Text(String before)) {
            parts.set(parts.size() - 1, new Part.Text(before + text));
        } else {
            parts.add(new Part.Text(text));
        }
    }

    private void add(Node node, List<Part> parts) {
        switch (node) {
            case ASTTextblock block -> addText(parts, constant(block));
            case ASTComment comment -> addText(parts, constant(comment));
            case ASTEscape escape -> addText(parts, constant(escape));
            case ASTEscapedDirective escaped -> addText(parts, constant(escaped));
            case ASTReference reference -> parts.add(values.reference(reference));
            case ASTSetDirective set -> {
                addText(parts, set.getPrefix());
                String marks = marks(set);
                addText(parts, marks);
                parts.add(new Directives.Assignment(
                        values.target((ASTReference) set.jjtGetChild(0)),
                        values.compile(set.jjtGetChild(1)),
                        line(set),
                        column(set)));
                addText(parts, marks.isEmpty() ? "" : set.getPostfix());
            }
            case ASTIfStatement choice -> {
                addText(parts, choice.getPrefix());
                String marks = marks(choice);
                addText(parts, marks);
                parts.add(choice(choice));
                addText(parts, marks.isEmpty() ? "" : choice.getPostfix());
            }
            case ASTDirective directive -> directive(directive, parts);
            default -> throw refused("unexpected " + node.getClass().getSimpleName(), node);
        }
    }

    /** What a leaf prints whatever the request: the only nodes of Velocity's that are asked anything. */
    private static String constant(SimpleNode leaf) {
        StringWriter text = new StringWriter();
        try {
            leaf.init(null, VelocityParser.instance());
            leaf.render(null, text);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /** Dollar signs and hashes that the parser took as a part of a directive. */
    private static String marks(Node node) {
        for (Token token = node.getFirstToken(); token != null; token = token.next) {
            int hash = token.image.lastIndexOf('#');
            if (hash >= 0) {
                return token.image.substring(0, hash);
            }
        }
        return "";
    }

    private Part choice(ASTIfStatement choice) {
        List<Value> conditions = new ArrayList<>();
        List<Part> bodies = new ArrayList<>();
        conditions.add(values.compile(choice.jjtGetChild(0)));
        bodies.add(block((ASTBlock) choice.jjtGetChild(1)));
        for (int i = 2; i < choice.jjtGetNumChildren(); i++) {
            Node branch = choice.jjtGetChild(i);
            if (branch instanceof ASTElseIfStatement) {
                conditions.add(values.compile(branch.jjtGetChild(0)));
                bodies.add(block((ASTBlock) branch.jjtGetChild(1)));
            } else if (branch instanceof ASTElseStatement) {
                bodies.add(block((ASTBlock) branch.jjtGetChild(0)));
            }
        }
        return new Directives.Choice(List.copyOf(conditions), List.copyOf(bodies), line(choice), column(choice));
    }

    private Part block(ASTBlock block) {
        List<Part> parts = new ArrayList<>();
        addChildren(block, parts);
        addText(parts, block.getPostfix());
        addText(parts, marksBehind(block));
        return parts.size() == 1 ? parts.getFirst() : new Part.Sequence(parts.toArray(Part[]::new));
    }

    /** Dollar signs and hashes that the parser took as a part of the directive that ends a block. */
    private static String marksBehind(ASTBlock block) {
        Token token = block.jjtGetNumChildren() == 0 ? block.getFirstToken() : block.getLastToken().next;
        while (token != null
                && (token.kind == StandardParserConstants.WHITESPACE
                        || token.kind == StandardParserConstants.NEWLINE)) {
            token = token.next;
        }
        boolean ends = token != null
                && (token.kind == StandardParserConstants.END
                        || token.kind == StandardParserConstants.ELSE
                        || token.kind == StandardParserConstants.ELSEIF);
        return ends && token != null ? token.image.substring(0, Math.max(0, token.image.lastIndexOf('#'))) : "";
    }

    private void directive(ASTDirective directive, List<Part> parts) {
        String marks = marks(directive);
        addText(parts, directive.getPrefix());
        addText(parts, marks);
        int line = line(directive);
        int column = column(directive);
        String called = directive.getDirectiveName();
        switch (called) {
            case "foreach" -> parts.add(forEach(directive, line, column));
            case "break" -> parts.add(new Directives.Break(line, column));
            case "stop" -> parts.add(new Directives.Stop(line, column));
            case "define" ->
                parts.add(new Directives.Define(
                        values.reference((ASTReference) directive.jjtGetChild(0))
                                .slot(),
                        new Block(block((ASTBlock) directive.jjtGetChild(1))),
                        line,
                        column));
            case "macro" -> {
                Directives.Macro macro = macros.get(directive.jjtGetChild(0).getFirstToken().image);
                if (macro != null) {
                    macro.body = block((ASTBlock) directive.jjtGetChild(directive.jjtGetNumChildren() - 1));
                }
            }
            case "include", "parse", "evaluate" ->
                throw refused("#" + called + " is not available in mapping templates", directive);
            default -> call(directive, called, parts, line, column);
        }
        addText(parts, marks.isEmpty() ? "" : directive.getPostfix());
    }

    private Part forEach(ASTDirective directive, int line, int column) {
        if (directive.jjtGetNumChildren() < 4 || !(directive.jjtGetChild(0) instanceof ASTReference item)) {
            throw refused("#foreach needs ($item in $list)", directive);
        }
        Value elements = values.compile(directive.jjtGetChild(2));
        int slot = values.reference(item).slot();
        Part body = block((ASTBlock) directive.jjtGetChild(directive.jjtGetNumChildren() - 1));
        return new Directives.ForEach(slot, Variables.FOREACH, Variables.VELOCITY_COUNT, elements, body, line, column);
    }

    /** A macro's call, or the text of what looks like one. */
    private void call(ASTDirective directive, String called, List<Part> parts, int line, int column) {
        boolean hasBlock = called.startsWith("@");
        Directives.Macro macro = macros.get(hasBlock ? called.substring(1) : called);
        if (macro == null) {
            addText(parts, literal(directive));
            return;
        }
        List<Value> arguments = new ArrayList<>();
        Block content = null;
        for (int i = 0; i < directive.jjtGetNumChildren(); i++) {
            Node child = directive.jjtGetChild(i);
            if (child instanceof ASTBlock block) {
                content = new Block(block(block));
            } else {
                arguments.add(values.compile(child));
            }
        }
        parts.add(new Directives.MacroCall(macro, arguments, Variables.BODY_CONTENT, content, line, column));
    }

    private static String literal(ASTDirective directive) {
        StringBuilder text = new StringBuilder();
        Token token = directive.getFirstToken();
        Token last = directive.getLastToken();
        if (token.kind == StandardParserConstants.WHITESPACE) {
            token = token.next;
        }
        text.append(token.image, Math.max(0, token.image.lastIndexOf('#')), token.image.length());
        while (token != last && token.next != null) {
            token = token.next;
            text.append(token.image);
        }
        return text.toString();
    }
}
