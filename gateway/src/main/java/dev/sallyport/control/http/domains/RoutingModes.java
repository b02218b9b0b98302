package dev.sallyport.control.http.domains;

/** Routing modes (R16.33): apigateway, whose words are stored, speaks of base path mappings where this speaks of API mappings. */
final class RoutingModes {

    /** As it is stored. */
    static final String MAPPINGS_ONLY = "BASE_PATH_MAPPING_ONLY";

    private static final String OURS = "API_MAPPING";
    private static final String STORED = "BASE_PATH_MAPPING";

    private RoutingModes() {}

    static String stored(String mode) {
        return mode.replace(OURS, STORED);
    }

    static String shown(String stored) {
        return stored.replace(STORED, OURS);
    }
}
