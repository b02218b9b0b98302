package dev.sallyport.mapping.template;

/** A bound of {@link TemplateBounds} was met; the message says which. */
final class BoundException extends RuntimeException {

    private static final long serialVersionUID = 1;

    BoundException(String bound) {
        super(bound, null, false, false);
    }
}
