import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.charset.StandardCharsets;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * Tells from outside how many bytes the threads of a JVM have allocated since they started, those threads whose names
 * begin with a prefix: one sum for each line of the standard input. The sums are exact to the byte, while
 * {@code jcmd PID Thread.print -e} rounds to megabytes from 100 MB on.
 *
 * <p>Usage: {@code java AllocationProbe.java PID PREFIX}.
 */
public final class AllocationProbe {

    private AllocationProbe() {}

    public static void main(String[] arguments) throws IOException, AttachNotSupportedException {
        VirtualMachine machine = VirtualMachine.attach(arguments[0]);
        String address = machine.startLocalManagementAgent();
        machine.detach();
        try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address));
                BufferedReader questions =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            ThreadMXBean threads = ManagementFactory.newPlatformMXBeanProxy(
                    connector.getMBeanServerConnection(), ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
            while (questions.readLine() != null) {
                System.out.println("allocated " + allocated(threads, arguments[1]));
            }
        }
    }

    private static long allocated(ThreadMXBean threads, String prefix) {
        long[] ids = threads.getAllThreadIds();
        ThreadInfo[] infos = threads.getThreadInfo(ids);
        long[] bytes = threads.getThreadAllocatedBytes(ids);
        long sum = 0;
        int found = 0;
        for (int i = 0; i < ids.length; i++) {
            if (infos[i] != null && infos[i].getThreadName().startsWith(prefix)) {
                sum += bytes[i];
                found++;
            }
        }
        if (found == 0) {
            throw new IllegalStateException("no thread's name begins with " + prefix);
        }
        return sum;
    }
}
