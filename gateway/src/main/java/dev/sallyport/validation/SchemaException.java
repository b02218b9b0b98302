package dev.sallyport.validation;

/** A schema that cannot be compiled. The message names the model and what is wrong with it. */
public final class SchemaException extends Exception {

    private static final long serialVersionUID = 1L;

    SchemaException(String message) {
        super(message);
    }
}
