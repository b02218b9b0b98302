package dev.sallyport.control;

import org.jspecify.annotations.Nullable;

/** Which account an access key belongs to. */
@FunctionalInterface
public interface AccessKeyAccounts {

    /** Knows no key. */
    AccessKeyAccounts NONE = accessKeyId -> null;

    /** Twelve digits, or null when there is no such key; then the default account calls. */
    @Nullable
    String account(String accessKeyId);
}
