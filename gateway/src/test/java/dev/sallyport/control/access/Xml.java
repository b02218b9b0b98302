package dev.sallyport.control.access;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads texts of elements. */
final class Xml {

    private Xml() {}

    static Map<String, String> texts(String xml, String... names) {
        Map<String, String> texts = new HashMap<>();
        for (String name : names) {
            Matcher found = Pattern.compile("<" + name + ">([^<]*)</").matcher(xml);
            if (!found.find()) {
                throw new AssertionError("no " + name + " in " + xml);
            }
            texts.put(name, found.group(1));
        }
        return texts;
    }
}
