package dev.sallyport.control.rest.sdk;

import dev.sallyport.control.ServiceException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The types of SDK (R16.1), in the order of their ids (inferred). Names and descriptions are those that AWS publishes for
 * them; the descriptions of what AWS leaves without one are ours (inferred).
 */
final class SdkKinds {

    private static final SdkKind ANDROID = new SdkKind(
            "android",
            "Android",
            "Android SDK generator for API Gateway APIs",
            List.of(
                    required("groupId", null, "Group ID", "Group ID of the project"),
                    required(
                            "invokerPackage",
                            null,
                            "Invoker package",
                            "Name of the Java package your code will be generated under"),
                    required("artifactId", null, "Artifact ID", "Name of the compiled jar, without its version"),
                    required("artifactVersion", null, "Artifact version", "Version of the compiled jar")),
            AndroidSdk::generate);

    private static final SdkKind JAVA = new SdkKind(
            "java",
            "Java",
            "Java SDK generator for API Gateway APIs",
            List.of(
                    required(
                            "serviceName",
                            "service.name",
                            "Service Name",
                            "Name of the service which is used to derive the Java interface name for your client"),
                    required(
                            "javaPackageName",
                            "java.package-name",
                            "Java Package Name",
                            "Name of the Java package your code will be generated under"),
                    optional(
                            "java.build-system",
                            null,
                            "Java Build System",
                            "Build system to setup for project; Currently supported: maven, gradle",
                            "maven"),
                    optional(
                            "java.group-id",
                            null,
                            "Java Group Id",
                            "Group id for your Maven or Gradle project. Defaults to package name",
                            null),
                    optional(
                            "java.artifact-id",
                            null,
                            "Java Artifact Id",
                            "Artifact Id for your Maven project or project name for your Gradle project. Defaults to"
                                    + " service name",
                            null),
                    optional(
                            "java.artifact-version",
                            null,
                            "Java Artifact Version",
                            "Version of your Maven or Gradle project. Defaults to 1.0-SNAPSHOT",
                            "1.0-SNAPSHOT"),
                    optional(
                            "source-code.license-text",
                            "java.license-text",
                            "Source Code License Text",
                            "Customer provided license to inject into source file headers",
                            null)),
            JavaSdk::generate);

    private static final SdkKind JAVASCRIPT = new SdkKind(
            "javascript",
            "JavaScript",
            "JavaScript SDK generator for API Gateway APIs",
            List.of(),
            JavaScriptSdk::generate);

    private static final SdkKind OBJECTIVE_C = new SdkKind(
            "objectivec",
            "iOS (Objective-C)",
            "Objective-C SDK generator for API Gateway APIs",
            List.of(required("classPrefix", null, "Prefix", "Prefix of the names of generated classes")),
            ObjectiveCSdk::generate);

    private static final SdkKind RUBY = new SdkKind(
            "ruby",
            "Ruby",
            "Ruby SDK generator for API Gateway APIs",
            List.of(
                    required(
                            "service.name",
                            null,
                            "Service Name",
                            "Name of the service which is used to derive the name for your client"),
                    optional(
                            "ruby.gem-name",
                            null,
                            "Ruby Gem Name",
                            "Name of the Ruby gem your code will be generated under",
                            null),
                    optional(
                            "ruby.gem-version",
                            null,
                            "Ruby Gem Version",
                            "Version number for your service gem. Defaults to 1.0.0",
                            "1.0.0")),
            RubySdk::generate);

    private static final SdkKind SWIFT = new SdkKind(
            "swift",
            "iOS (Swift)",
            "Swift SDK generator for API Gateway APIs",
            List.of(required("classPrefix", null, "Prefix", "Prefix of the names of generated classes")),
            SwiftSdk::generate);

    private static final List<SdkKind> ALL = List.of(ANDROID, JAVA, JAVASCRIPT, OBJECTIVE_C, RUBY, SWIFT);

    private SdkKinds() {}

    private static SdkKind.Property required(
            String name, @Nullable String alias, String friendlyName, String description) {
        return new SdkKind.Property(name, alias, friendlyName, description, true, null);
    }

    private static SdkKind.Property optional(
            String name,
            @Nullable String alias,
            String friendlyName,
            String description,
            @Nullable String defaultValue) {
        return new SdkKind.Property(name, alias, friendlyName, description, false, defaultValue);
    }

    static List<SdkKind> all() {
        return ALL;
    }

    /** @throws ServiceException 404 for what is no type (R16.4) */
    static SdkKind find(String id) {
        return ALL.stream()
                .filter(kind -> kind.id().equals(id))
                .findFirst()
                .orElseThrow(() -> ServiceException.notFound("Invalid SDK type specified: " + id));
    }
}
