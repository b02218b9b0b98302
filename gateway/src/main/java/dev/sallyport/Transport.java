package dev.sallyport;

import dev.sallyport.config.SocketTransport;
import dev.sallyport.pipeline.Deadlines;
import dev.sallyport.pipeline.LoopContext;
import dev.sallyport.pipeline.RequestIds;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The event loops and the channel types that fit them.
 *
 * @param contexts what the exchanges of each loop share
 */
record Transport(
        String name,
        EventLoopGroup loops,
        Class<? extends ServerSocketChannel> serverChannel,
        Class<? extends SocketChannel> clientChannel,
        Map<EventExecutor, LoopContext> contexts) {

    /** @throws dev.sallyport.config.SettingsException when this machine cannot do what is wanted */
    static Transport open(SocketTransport wanted, int threads, InstantSource clock) {
        Sockets sockets = Sockets.choose(wanted, Sockets::obstacle);
        EventLoopGroup loops =
                new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("loop"), sockets.handlers());
        Map<EventExecutor, LoopContext> contexts = new HashMap<>();
        SecureRandom seeds = new SecureRandom();
        for (EventExecutor loop : loops) {
            RequestIds ids = new RequestIds(new SplittableRandom(seeds.nextLong()));
            contexts.put(loop, new LoopContext(contexts.size(), loop, ids, new Deadlines(loop, System::nanoTime)));
        }
        return new Transport(
                sockets.label(), loops, sockets.serverChannel(), sockets.clientChannel(), Map.copyOf(contexts));
    }
}
