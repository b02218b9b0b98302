package dev.sallyport.certificates;

import java.util.List;
import java.util.Map;

/**
 * All names at one moment.
 *
 * @param domains by custom domain name; a wildcard begins with {@code *.}
 * @param certificates of the operator, for names that are no custom domain name
 * @param fallback for whoever asks for anything else, or for nothing
 */
public record Names(Map<String, ServerName> domains, List<ServerCertificate> certificates, ServerCertificate fallback) {

    public Names {
        domains = Map.copyOf(domains);
        certificates = List.copyOf(certificates);
    }
}
