package dev.sallyport.mapping.template;

import dev.sallyport.mapping.Template;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Templates and bodies without a test around them, for a given time: {@code TemplateFuzz SECONDS [FIRST_SEED]}. A finding is
 * anything but an output or a {@link TemplateException}, and whatever takes the processor much longer than its bound; the exit code says
 * whether there was one.
 */
public final class TemplateFuzz {

    private static final int MILLIS = 100;
    private static final TemplateBounds BOUNDS =
            new TemplateBounds(300_000, 200_000, 1000, 20_000, 20, MILLIS, System::nanoTime);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long REPORT_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long TOO_LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(50 * MILLIS);

    private TemplateFuzz() {}

    public static void main(String[] args) {
        long seconds = Long.parseLong(args[0]);
        long seed = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime();
        long start = System.nanoTime();
        long reported = start;
        long executions = 0;
        int findings = 0;
        while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(seconds)) {
            String complaint = complaint(seed);
            if (complaint != null) {
                findings++;
                say("seed " + seed + ": " + complaint);
            }
            seed++;
            executions++;
            if (System.nanoTime() - reported > REPORT_NANOS) {
                reported = System.nanoTime();
                say(executions + " executions, " + findings + " findings");
            }
        }
        say(executions + " executions in " + seconds + " s, " + findings + " findings, next seed " + seed);
        if (findings > 0) {
            System.exit(1);
        }
    }

    /** What is wrong with a seed's template and body, or null. */
    static @Nullable String complaint(long seed) {
        TemplateGenerator generator = new TemplateGenerator(seed);
        String text = generator.wild();
        TestSource source =
                new TestSource().body(generator.body()).query("q", text).variable("v", text);
        long begin = THREADS.getCurrentThreadCpuTime();
        try {
            Template template = new TemplateCompiler(BOUNDS).compile("fuzz", text);
            String output = template.render(source, source.requestText(), new Context(source));
            if (output.length() > BOUNDS.outputCharacters()) {
                return output.length() + " characters of " + text;
            }
        } catch (TemplateException told) {
            if (told.line() < 1 || told.column() < 1) {
                return told + " of " + text;
            }
        } catch (RuntimeException | Error defect) {
            return defect + " of " + text;
        }
        return THREADS.getCurrentThreadCpuTime() - begin > TOO_LONG_NANOS ? "too long: " + text : null;
    }

    private static void say(String text) {
        System.out.println(text);
    }
}
