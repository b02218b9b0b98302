package dev.sallyport.mapping.template;

import org.jspecify.annotations.Nullable;

/** A template that cannot be read or rendered. The message names the template, the line and the column. */
public final class TemplateException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int line;
    private final int column;

    /**
     * @param line from 1 on
     * @param column from 1 on
     */
    public TemplateException(String what, String template, int line, int column, @Nullable Throwable cause) {
        super(what + " in " + template + ", line " + line + ", column " + column, cause);
        this.line = line;
        this.column = column;
    }

    /** From 1 on. */
    public int line() {
        return line;
    }

    /** From 1 on. */
    public int column() {
        return column;
    }
}
