package dev.sallyport.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the control plane is guarded.
 *
 * @param enforced whether calls must be signed by a known access key and permitted by IAM
 * @param secretsKey the absolute file of the key that encrypts stored secrets; null for the data folder's own
 * @param auditLog the file that tells of every control-plane call, {@code stdout}, or {@code ""} for none
 */
public record ControlSecurity(boolean enforced, @Nullable Path secretsKey, String auditLog) {}
