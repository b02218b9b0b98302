package dev.sallyport.cli.calls;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.cli.CommandFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who the operator is, as AWS's own tools find it out: the profile that a flag names, else the environment's access key, else
 * the profile of {@code AWS_PROFILE} or {@code default}, read from AWS's two files.
 *
 * @param credentials null when there are none
 * @param region null when none is named
 */
record CallerProfile(
        @Nullable AwsCredentials credentials, @Nullable String region) {

    /**
     * Reads environment and files.
     *
     * @param named the profile that a flag names, or null
     * @throws CommandFailure when a profile that somebody names is in neither file, holds no access key, or the files cannot
     *     be read
     */
    static CallerProfile find(@Nullable String named, Map<String, String> environment, Path workingFolder) {
        String asked = named == null ? text(environment, "AWS_PROFILE") : named;
        String profile = asked == null ? "default" : asked;
        String region = text(environment, "AWS_REGION");
        region = region == null ? text(environment, "AWS_DEFAULT_REGION") : region;
        AwsCredentials inEnvironment = named == null ? credentials(environment, "") : null;
        if (inEnvironment != null && region != null) {
            return new CallerProfile(inEnvironment, region);
        }
        Path credentialsFile = file(environment, workingFolder, "AWS_SHARED_CREDENTIALS_FILE", "credentials");
        Path configFile = file(environment, workingFolder, "AWS_CONFIG_FILE", "config");
        Map<String, String> values = new HashMap<>();
        if (configFile != null) {
            values.putAll(section(configFile, profile.equals("default") ? profile : "profile " + profile));
        }
        if (credentialsFile != null) {
            values.putAll(section(credentialsFile, profile));
        }
        AwsCredentials inFiles = credentials(values, "in the profile \"" + profile + "\" ");
        if (inEnvironment == null && inFiles == null && asked != null) {
            throw new CommandFailure("The profile \"" + asked + "\" with an access key is neither in " + credentialsFile
                    + " nor in " + configFile + ".");
        }
        return new CallerProfile(
                inEnvironment == null ? inFiles : inEnvironment, region == null ? values.get("region") : region);
    }

    private static @Nullable Path file(
            Map<String, String> environment, Path workingFolder, String variable, String name) {
        String named = text(environment, variable);
        if (named != null) {
            return workingFolder.resolve(named);
        }
        String home = text(environment, "HOME");
        return home == null ? null : Path.of(home, ".aws", name);
    }

    /** Credentials under the names of the environment or under those of the files, which differ in case alone. */
    private static @Nullable AwsCredentials credentials(Map<String, String> values, String where) {
        String id = either(values, "AWS_ACCESS_KEY_ID");
        String secret = either(values, "AWS_SECRET_ACCESS_KEY");
        if (id == null && secret == null) {
            return null;
        }
        if (id == null || secret == null) {
            throw new CommandFailure(
                    "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY belong together, and only one of them is "
                            + (where.isEmpty() ? "set." : where + "given."));
        }
        return new AwsCredentials(id, secret, either(values, "AWS_SESSION_TOKEN"));
    }

    private static @Nullable String either(Map<String, String> values, String name) {
        String text = text(values, name);
        return text == null ? text(values, name.toLowerCase(Locale.ROOT)) : text;
    }

    private static @Nullable String text(Map<String, String> values, String name) {
        String text = values.get(name);
        return text == null || text.isBlank() ? null : text.strip();
    }

    /** The values of a section; empty when there is none or no file. Nested values, which are indented, are left out. */
    private static Map<String, String> section(Path file, String wanted) {
        Map<String, String> values = new HashMap<>();
        if (!Files.exists(file)) {
            return values;
        }
        boolean inside = false;
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                String text = line.strip();
                int equals = text.indexOf('=');
                if (text.startsWith("[")) {
                    int end = text.indexOf(']');
                    String name = text.substring(1, end < 0 ? text.length() : end);
                    inside = name.strip().replaceAll("\\s+", " ").equals(wanted);
                } else if (inside && equals > 0 && !Character.isWhitespace(line.charAt(0)) && !text.startsWith("#")) {
                    values.put(
                            text.substring(0, equals).strip(),
                            text.substring(equals + 1).strip());
                }
            }
        } catch (IOException e) {
            throw new CommandFailure("The file " + file + " with credentials cannot be read (" + e + ").", e);
        }
        return values;
    }
}
