package dev.sallyport.control.lambda;

import dev.sallyport.control.ServiceException;
import dev.sallyport.model.Scope;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Which runtime identifiers are accepted (R3.7, R3.8, R4.20). */
final class Runtimes {

    /** In the order in which AWS prints them. */
    private static final List<String> CURRENT = List.of(
            "nodejs20.x",
            "python3.14",
            "provided.al2023",
            "python3.12",
            "python3.13",
            "nodejs24.x",
            "nodejs22.x",
            "java25",
            "python3.10",
            "python3.11",
            "java21",
            "ruby3.3",
            "ruby3.4",
            "ruby3.2",
            "python3.8",
            "python3.9",
            "java17",
            "nodejs16.x",
            "dotnet10",
            "dotnet8",
            "java11",
            "dotnet6",
            "nodejs18.x",
            "provided.al2",
            "java8.al2");

    private static final String PROVIDED = "provided.";

    private static final Set<String> RETIRED = Set.of(
            "nodejs",
            "nodejs4.3",
            "nodejs4.3-edge",
            "nodejs6.10",
            "nodejs8.10",
            "nodejs10.x",
            "nodejs12.x",
            "nodejs14.x",
            "python2.7",
            "python3.6",
            "python3.7",
            "java8",
            "go1.x",
            "provided",
            "ruby2.5",
            "ruby2.7",
            "dotnetcore1.0",
            "dotnetcore2.0",
            "dotnetcore2.1",
            "dotnetcore3.1");

    private Runtimes() {}

    /**
     * Refuses what cannot run.
     *
     * @throws ServiceException 400 for a retired or unknown runtime, 501 for one that AWS has and this gateway has not
     */
    static void check(String runtime) {
        if (RETIRED.contains(runtime)) {
            throw LambdaErrors.invalidParameter("The runtime parameter of " + runtime
                    + " is no longer supported for creating or updating AWS Lambda functions. We recommend you use a "
                    + "supported runtime while creating or updating functions.");
        }
        if (!CURRENT.contains(runtime)) {
            throw LambdaErrors.invalidParameter("Value " + runtime
                    + " at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: "
                    + CURRENT + " or be a valid ARN");
        }
        if (!runtime.startsWith("nodejs") && !runtime.startsWith("python") && !runtime.startsWith(PROVIDED)) {
            throw ServiceException.notSupported("Runtime " + runtime);
        }
    }

    /** Whether a function of a runtime is a program for one kind of processor. */
    static boolean isMachineCode(String runtime) {
        return runtime.startsWith(PROVIDED);
    }

    /** An ARN in AWS's form, the same for every function of a runtime. */
    static String versionArn(Scope scope, String runtime) {
        return "arn:" + scope.partition() + ":lambda:" + scope.region() + "::runtime:"
                + Digests.sha256Hex(runtime.getBytes(StandardCharsets.UTF_8));
    }
}
