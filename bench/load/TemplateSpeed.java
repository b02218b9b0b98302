import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.sun.management.ThreadMXBean;
import dev.sallyport.mapping.MappingSource;
import dev.sallyport.mapping.Template;
import dev.sallyport.mapping.json.TextBody;
import dev.sallyport.mapping.template.Context;
import dev.sallyport.mapping.template.TemplateBounds;
import dev.sallyport.mapping.template.TemplateCompiler;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;
import org.apache.velocity.runtime.RuntimeInstance;
import org.apache.velocity.runtime.parser.node.SimpleNode;
import org.slf4j.helpers.NOPLogger;

/**
 * Renders mapping templates as the gateway does and as Velocity with JsonPath does, in turn and on one thread, each with
 * a new body every time, so that the body is parsed every time. Prints a line for each sample: case, target, CPU
 * microseconds and bytes allocated per rendering.
 *
 * <p>Usage: {@code java TemplateSpeed ROUNDS SECONDS WARM_UP_SECONDS}.
 */
public final class TemplateSpeed {

    private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int BATCH = 100;

    private static final String LOOP =
            """
            #set($root = $input.path('$'))
            {
              "order": "$root.id",
              "items": [
            #foreach($item in $root.items)
                {"name": "$item.name", "price": $item.price, "count": $item.count}#if($foreach.hasNext),#end
            #end
              ]
            }
            """;

    private static final String SMALL_BODY =
            """
            {"id": "order-17", "customer": {"name": "Ann", "level": 3}, "ok": true}""";

    /** The stand-in for {@code $input} and {@code $util} that stock Velocity is given. */
    public static final class JaywayInput {
        private final Object document;

        JaywayInput(String body) {
            this.document = Configuration.defaultConfiguration().jsonProvider().parse(body);
        }

        public Object path(String path) {
            return JsonPath.read(document, path);
        }

        public String json(String path) {
            return Configuration.defaultConfiguration().jsonProvider().toJson(path(path));
        }
    }

    /** Percent-encodes as the {@code $util} of both does. */
    public static final class Util {
        public String urlEncode(String text) {
            return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    private record Case(String name, String template, String body) {}

    private TemplateSpeed() {}

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        long sampleNanos = (long) (Double.parseDouble(arguments[1]) * 1e9);
        long warmUpNanos = (long) (Double.parseDouble(arguments[2]) * 1e9);
        String items = twentyItems();
        String message = "Action=SendMessage&MessageBody=$util.urlEncode($input.json('$'))";
        for (Case each : List.of(
                new Case("loop", LOOP, items),
                new Case("whole", "$input.json('$')", items),
                new Case("whole-small", "$input.json('$')", SMALL_BODY),
                new Case("message", message, items),
                new Case("message-small", message, SMALL_BODY))) {
            Supplier<String> ours = gateway(each);
            Supplier<String> theirs = velocity(each);
            requireSame(each, ours.get(), theirs.get());
            sample(ours, warmUpNanos);
            sample(theirs, warmUpNanos);
            for (int round = 0; round < rounds; round++) {
                print(each, "sallyport", sample(ours, sampleNanos));
                print(each, "velocity", sample(theirs, sampleNanos));
            }
        }
    }

    private static Supplier<String> gateway(Case given) {
        TemplateBounds bounds = new TemplateBounds(300_000, 10_000_000, 1000, 10_000_000, 100, 2_000, System::nanoTime);
        Template template = new TemplateCompiler(bounds).compile(given.name(), given.template());
        MappingSource source = (MappingSource) Proxy.newProxyInstance(
                TemplateSpeed.class.getClassLoader(), new Class<?>[] {MappingSource.class}, (proxy, method, values) -> {
                    if (method.getReturnType() == List.class) {
                        return List.of();
                    }
                    return method.getReturnType() == Map.class ? Map.of() : null;
                });
        Context context = new Context(source);
        return () -> template.render(source, new TextBody(given.body()), context);
    }

    private static Supplier<String> velocity(Case given) throws Exception {
        RuntimeInstance runtime = new RuntimeInstance();
        runtime.setProperty("runtime.log.instance", NOPLogger.NOP_LOGGER);
        runtime.setProperty("velocimacro.library.path", "");
        runtime.init();
        var template = new org.apache.velocity.Template();
        template.setRuntimeServices(runtime);
        template.setName(given.name());
        SimpleNode tree = runtime.parse(new java.io.StringReader(given.template().strip()), template);
        template.setData(tree);
        template.initDocument();
        Util util = new Util();
        return () -> {
            VelocityContext context = new VelocityContext();
            context.put("input", new JaywayInput(given.body()));
            context.put("util", util);
            StringWriter output = new StringWriter();
            template.merge(context, output);
            return output.toString();
        };
    }

    private static void requireSame(Case given, String ours, String theirs) {
        if (!ours.replaceAll("\\s", "").equals(theirs.replaceAll("\\s", ""))) {
            throw new IllegalStateException(given.name() + " differs:\n" + ours + "\n---\n" + theirs);
        }
    }

    private record Sample(double micros, double bytes) {}

    private static Sample sample(Supplier<String> work, long nanos) {
        long thread = Thread.currentThread().threadId();
        long begin = System.nanoTime();
        long cpu = THREAD.getCurrentThreadCpuTime();
        long bytes = THREAD.getThreadAllocatedBytes(thread);
        long done = 0;
        long length = 0;
        while (System.nanoTime() - begin < nanos) {
            for (int number = 0; number < BATCH; number++) {
                length += work.get().length();
            }
            done += BATCH;
        }
        if (length == 0) {
            throw new IllegalStateException("nothing was rendered");
        }
        return new Sample(
                (THREAD.getCurrentThreadCpuTime() - cpu) / 1e3 / done,
                (double) (THREAD.getThreadAllocatedBytes(thread) - bytes) / done);
    }

    private static void print(Case given, String target, Sample sample) {
        System.out.printf(Locale.ROOT, "%s %s %.3f %.0f%n", given.name(), target, sample.micros(), sample.bytes());
    }

    /** 1.8 KB. */
    private static String twentyItems() {
        List<String> items = new ArrayList<>();
        for (int number = 0; number < 20; number++) {
            items.add("{\"name\":\"a thing with number %d\",\"price\":%d.5,\"count\":%d,\"tags\":[\"red\",\"large\"],\"ok\":true}"
                    .formatted(number, number * 3, number));
        }
        return "{\"id\":\"order-17\",\"items\":[" + String.join(",", items) + "]}";
    }
}
