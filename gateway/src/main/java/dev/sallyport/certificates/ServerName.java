package dev.sallyport.certificates;

import org.jspecify.annotations.Nullable;

/**
 * What a client gets that asks for a custom domain name, or for none.
 *
 * @param domain the custom domain name as it is stored; null for everything else
 * @param securityPolicy AWS's name of the protocols and ciphers (TLS-2)
 * @param clients what the client's own certificate is checked by; null when it needs none
 */
public record ServerName(
        @Nullable String domain,
        ServerCertificate certificate,
        String securityPolicy,
        @Nullable ClientCheck clients) {}
