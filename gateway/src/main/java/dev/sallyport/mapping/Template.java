package dev.sallyport.mapping;

/** A mapping template, parsed at deployment. Templates are immutable and shared by all requests. */
@FunctionalInterface
public interface Template {

    /** Renders the template for a request. */
    String render(MappingSource source);

    /** Whether the text holds no reference and no directive, so that it renders to itself. */
    static boolean isLiteral(String text) {
        return text.indexOf('$') < 0 && text.indexOf('#') < 0;
    }

    /** A template of plain text, its white space at both ends removed (VTL-3). */
    static Template literal(String text) {
        String stripped = text.strip();
        return source -> stripped;
    }
}
