package dev.sallyport.edge.tls;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * AWS's security policies (TLS-2, TLS-3): which protocols, ciphers and groups a handshake may use. Ciphers that the library
 * below does not know are left out of what is offered; what was agreed on in the end is checked by {@link #permits}.
 *
 * @param protocols as Java names them
 * @param ciphers as Java names them, the best first
 * @param groups of the key exchange, the best first
 */
record SecurityPolicy(String name, List<String> protocols, List<String> ciphers, List<String> groups) {

    private static final Map<String, String> OPENSSL_NAMES = names();
    private static final List<String> CLASSIC = List.of("X25519", "P-256", "P-384", "P-521");
    private static final List<String> POST_QUANTUM = List.of("X25519MLKEM768", "X25519", "P-256", "P-384", "P-521");
    private static final List<String> FIPS = List.of("P-256", "P-384", "P-521");

    private static Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        for (String suite :
                List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256")) {
            names.put(suite, suite);
        }
        for (String key : List.of("ECDSA", "RSA")) {
            String java = "TLS_ECDHE_" + key + "_WITH_";
            String openSsl = "ECDHE-" + key + "-";
            names.put(java + "AES_128_GCM_SHA256", openSsl + "AES128-GCM-SHA256");
            names.put(java + "AES_256_GCM_SHA384", openSsl + "AES256-GCM-SHA384");
            names.put(java + "CHACHA20_POLY1305_SHA256", openSsl + "CHACHA20-POLY1305");
            names.put(java + "AES_128_CBC_SHA256", openSsl + "AES128-SHA256");
            names.put(java + "AES_256_CBC_SHA384", openSsl + "AES256-SHA384");
            names.put(java + "AES_128_CBC_SHA", openSsl + "AES128-SHA");
            names.put(java + "AES_256_CBC_SHA", openSsl + "AES256-SHA");
        }
        names.put("TLS_RSA_WITH_AES_128_GCM_SHA256", "AES128-GCM-SHA256");
        names.put("TLS_RSA_WITH_AES_256_GCM_SHA384", "AES256-GCM-SHA384");
        names.put("TLS_RSA_WITH_AES_128_CBC_SHA256", "AES128-SHA256");
        names.put("TLS_RSA_WITH_AES_256_CBC_SHA256", "AES256-SHA256");
        names.put("TLS_RSA_WITH_AES_128_CBC_SHA", "AES128-SHA");
        names.put("TLS_RSA_WITH_AES_256_CBC_SHA", "AES256-SHA");
        return names;
    }

    /**
     * The policy of a name. What a name says in its parts decides, so that a name that AWS adds is read by the same rules
     * and never more loosely.
     */
    static SecurityPolicy of(String name) {
        if (name.equals("TLS_1_0")) {
            return make(name, List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"), suite -> true, CLASSIC);
        }
        if (name.equals("TLS_1_2")) {
            return make(name, List.of("TLSv1.2", "TLSv1.3"), suite -> !suite.endsWith("_SHA"), CLASSIC);
        }
        boolean fips = name.contains("_FIPS");
        Predicate<String> allowed = fips ? suite -> !suite.contains("CHACHA20") : suite -> true;
        List<String> groups = name.contains("_PQ") ? POST_QUANTUM : fips ? FIPS : CLASSIC;
        if (name.contains("TLS13_1_3") || name.equals("SecurityPolicy_TLS13_2025_EDGE")) {
            return make(name, List.of("TLSv1.3"), allowed.and(SecurityPolicy::isOfThirteen), groups);
        }
        Predicate<String> forwardSecret = suite -> isOfThirteen(suite) || suite.startsWith("TLS_ECDHE");
        Predicate<String> authenticated = suite -> isOfThirteen(suite) || !suite.contains("_CBC_");
        Predicate<String> modern = suite -> !suite.endsWith("_SHA");
        boolean strict = name.contains("_PFS");
        return make(
                name,
                List.of("TLSv1.2", "TLSv1.3"),
                allowed.and(forwardSecret).and(modern).and(strict ? authenticated : suite -> true),
                groups);
    }

    private static SecurityPolicy make(
            String name, List<String> protocols, Predicate<String> allowed, List<String> groups) {
        return new SecurityPolicy(
                name, protocols, OPENSSL_NAMES.keySet().stream().filter(allowed).toList(), groups);
    }

    private static boolean isOfThirteen(String suite) {
        return !suite.contains("_WITH_");
    }

    /** Whether a handshake may have ended so. */
    boolean permits(String protocol, String cipher) {
        return protocols.contains(protocol) && ciphers.contains(cipher);
    }

    /** TLS-5: how OpenSSL names a cipher that Java names so. */
    static String openSslName(String cipher) {
        return OPENSSL_NAMES.getOrDefault(cipher, cipher);
    }
}
