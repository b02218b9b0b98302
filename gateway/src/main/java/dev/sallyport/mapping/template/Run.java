package dev.sallyport.mapping.template;

import dev.sallyport.mapping.MappingSource;
import dev.sallyport.mapping.json.JsonText;
import dev.sallyport.mapping.json.PathExpression;
import dev.sallyport.mapping.json.TextBody;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One rendering: the variables, the output, and what of the bounds has been used up. */
final class Run {

    /** Work between two looks at the clock. */
    private static final int WORK_PER_LOOK = 2048;

    /** Looks for which no time is too long: so little work takes long only on a machine that has no time for it. */
    private static final int FREE_LOOKS = 100;

    /** Texts on the way to the output may together be so many times as long as it. */
    private static final int TEXT_FACTOR = 8;

    /** What an element of a list or a map counts as. */
    private static final int CHARACTERS_PER_ELEMENT = 16;

    private enum Ending {
        NONE,
        LOOP,
        TEMPLATE
    }

    private final @Nullable Object[] variables;
    private final CompiledTemplate template;
    private final MappingSource source;
    private final TextBody body;
    private final TemplateBounds bounds;
    private final long deadlineNanos;
    private StringBuilder output = new StringBuilder(256);
    private long characters;
    private int work;
    private int looks;
    private int directives;
    private int depth;
    private Ending ending = Ending.NONE;
    private int line = 1;
    private int column = 1;

    Run(CompiledTemplate template, int variables, MappingSource source, TextBody body, TemplateBounds bounds) {
        this.template = template;
        this.variables = new @Nullable Object[variables];
        this.source = source;
        this.body = body;
        this.bounds = bounds;
        this.deadlineNanos = bounds.nanoTime().getAsLong() + bounds.millis() * 1_000_000L;
    }

    MappingSource source() {
        return source;
    }

    TextBody body() {
        return body;
    }

    TemplateBounds bounds() {
        return bounds;
    }

    PathExpression path(String text) {
        return template.path(text);
    }

    @Nullable
    Object get(int slot) {
        return variables[slot];
    }

    void set(int slot, @Nullable Object value) {
        variables[slot] = value;
    }

    /** Says where the rendering is, for the message of a failure. */
    void at(int newLine, int newColumn) {
        line = newLine;
        column = newColumn;
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }

    /** Counts a directive. */
    void directive(int newLine, int newColumn) {
        at(newLine, newColumn);
        if (++directives > bounds.directives()) {
            throw new BoundException("more than " + bounds.directives() + " directives");
        }
        work(1);
    }

    /** Counts work; looks at the clock now and then. */
    void work(int units) {
        work += units;
        if (work >= WORK_PER_LOOK) {
            work = 0;
            if (++looks > FREE_LOOKS && bounds.nanoTime().getAsLong() - deadlineNanos > 0) {
                throw new BoundException("more than " + bounds.millis() + " ms");
            }
        }
    }

    /** Counts a text or the elements of a collection before it is made. */
    void text(long length) {
        characters += length;
        if (length > bounds.outputCharacters() || characters > (long) TEXT_FACTOR * bounds.outputCharacters()) {
            throw new BoundException("more than " + bounds.outputCharacters() + " characters");
        }
        work(1 + (int) (length >> 4));
    }

    /** Counts a text while it is made of maps and lists, which may hold themselves. */
    void growing(int length, int depthOfValue) {
        work(1);
        if (length > bounds.outputCharacters()) {
            throw new BoundException("more than " + bounds.outputCharacters() + " characters");
        }
        Containers.checkDepth(depthOfValue);
    }

    /** Counts elements of a collection before they are kept. */
    void elements(int count) {
        text((long) CHARACTERS_PER_ELEMENT * count);
    }

    void append(String text) {
        text(text.length());
        output.append(text);
        checkOutput();
    }

    private void checkOutput() {
        if (output.length() > bounds.outputCharacters()) {
            throw new BoundException("an output of more than " + bounds.outputCharacters() + " characters");
        }
    }

    /** What a value prints (VTL-16, VTL-31, VTL-52). */
    String print(Object value) {
        return switch (value) {
            case String text -> text;
            case Context.Node hidden -> "";
            case Map<?, ?> map -> printed(map);
            case Collection<?> list -> printed(list);
            case Block block -> rendered(block);
            default -> value.toString();
        };
    }

    private String printed(Object container) {
        StringBuilder text = new StringBuilder();
        Containers.measure(container, this);
        JsonText.print(text, container);
        text(text.length());
        return text.toString();
    }

    /** The text of a piece that is rendered on the side. */
    String rendered(Part part) {
        StringBuilder outer = output;
        output = new StringBuilder();
        try {
            part.render(this);
            return output.toString();
        } finally {
            output = outer;
        }
    }

    /** Goes one level deeper into macros and blocks. */
    void enter() {
        if (++depth > bounds.depth()) {
            throw new BoundException("more than " + bounds.depth() + " macros or blocks within each other");
        }
    }

    void leave() {
        depth--;
    }

    /** Whether what is being rendered should render no further. */
    boolean isEnding() {
        return ending != Ending.NONE;
    }

    void breakLoop() {
        ending = Ending.LOOP;
    }

    void stop() {
        ending = Ending.TEMPLATE;
    }

    /** Whether a loop goes on after one of its turns. */
    boolean goesOn() {
        if (ending == Ending.LOOP) {
            ending = Ending.NONE;
            return false;
        }
        return ending == Ending.NONE;
    }

    String output() {
        return output.toString();
    }
}
