package dev.sallyport.testinvoke;

import dev.sallyport.control.rest.DraftInvoker;
import dev.sallyport.pipeline.LoopContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Runs drafts on the event loops of traffic, in turn. Its callers wait, on virtual threads. */
public final class DraftRunner implements DraftInvoker {

    /** Every integration gives up before that. */
    private static final long PATIENCE_SECONDS = 60;

    private final List<LoopContext> loops;
    private final Environment environment;
    private final AtomicInteger next = new AtomicInteger();

    /** @param loops at least one */
    public DraftRunner(List<LoopContext> loops, Environment environment) {
        this.loops = List.copyOf(loops);
        this.environment = environment;
    }

    @Override
    public MethodAnswer invokeMethod(MethodTest test) {
        MethodRun run = new MethodRun(environment, loop(), test);
        return await(run::begin);
    }

    @Override
    public AuthorizerAnswer invokeAuthorizer(AuthorizerTest test) {
        return new AuthorizerRun(environment, test).run();
    }

    private LoopContext loop() {
        return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
    }

    private static <T> T await(Consumer<CompletableFuture<T>> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        work.accept(answer);
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a test invocation failed", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("a test invocation did not end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in a test invocation", e);
        }
    }
}
