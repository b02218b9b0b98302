package dev.sallyport;

import dev.sallyport.edge.OwnPages;

/**
 * Pages that only the operator may see: where the gateway asks nobody who he is they are there for its own host alone.
 *
 * @param path of the page, and what goes before a slash in the paths of those below it
 * @param what it does, to go before "only by a gateway that …"
 * @param reading the action that policies must allow who reads
 * @param changing the action that policies must allow who changes something
 */
record OperatorPage(String path, String what, String reading, String changing, OwnPages pages) {

    /** Whether a path is one of these pages. */
    boolean isAt(String requested) {
        return requested.equals(path) || requested.startsWith(path + "/");
    }

    /** The action that a request needs. */
    String action(OwnPages.Request request) {
        return request.method().equals("GET") || request.method().equals("HEAD") ? reading : changing;
    }
}
