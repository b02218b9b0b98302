package dev.sallyport.wire.generator;

/** A type as the facts write it: {@code string}, {@code list<Method>}, {@code map<string>}, {@code map<Op,number>}. */
sealed interface Type {

    /** A type without parts, for example {@code number} or {@code timestamp(date-time)}. */
    record Plain(String name) implements Type {}

    /** A structure or an enum; the facts of the service tell which. */
    record Named(String name) implements Type {}

    /** A list. */
    record Listing(Type element) implements Type {}

    /** A map; the key is {@code string} or an enum. */
    record Mapping(Type key, Type value) implements Type {}

    static Type parse(String text) {
        if (text.startsWith("list<")) {
            return new Listing(parse(text.substring("list<".length(), text.length() - 1)));
        }
        if (text.startsWith("map<")) {
            String inside = text.substring("map<".length(), text.length() - 1);
            int comma = inside.indexOf(',');
            int bracket = inside.indexOf('<');
            boolean keyed = comma >= 0 && (bracket < 0 || comma < bracket);
            return keyed
                    ? new Mapping(parse(inside.substring(0, comma)), parse(inside.substring(comma + 1)))
                    : new Mapping(new Plain("string"), parse(inside));
        }
        return Character.isUpperCase(text.charAt(0)) ? new Named(text) : new Plain(text);
    }
}
