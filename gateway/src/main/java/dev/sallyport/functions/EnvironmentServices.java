package dev.sallyport.functions;

import dev.sallyport.functions.log.FunctionLog;
import dev.sallyport.model.FunctionVersion;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * What all environments of a host share.
 *
 * @param startup completes with the starter when the host has found the interpreters and cleaned its folder
 * @param blocking one virtual thread per task
 * @param clock dates log lines
 * @param processes the time that the processes see
 */
record EnvironmentServices(
        EventLoopGroup loops,
        Class<? extends ServerChannel> channelType,
        FunctionLimits limits,
        FunctionLog log,
        CompletableFuture<EnvironmentStarter> startup,
        EnvironmentScheduler scheduler,
        Executor blocking,
        InstantSource clock,
        ProcessFunctionHost.OfProcesses processes) {

    private static final double NANOS_PER_MILLI = 1e6;

    /** Blocks until processes may be started. */
    EnvironmentStarter starter() {
        return startup.join();
    }

    /** Counts an invocation whose function has run. */
    static void ran(Running run) {
        Outcome outcome = run.outcome;
        run.assignment
                .meter()
                .ran(
                        (run.endedNanos - run.startedNanos) / NANOS_PER_MILLI,
                        outcome != null && outcome.functionError() != null);
    }

    /** What time the processes know, in milliseconds since 1970. */
    long processMillis() {
        return processes.clock().millis();
    }

    /** The first line of each process (4.6); the ARN's hash follows from the version, as AWS's does. */
    static String initStart(FunctionVersion function, String runtimeVersion) {
        return "INIT_START Runtime Version: " + runtimeVersion + "\tRuntime Version ARN: arn:"
                + function.scope().partition() + ":lambda:" + function.scope().region() + "::runtime:"
                + sha256(runtimeVersion);
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java has SHA-256", impossible);
        }
    }
}
