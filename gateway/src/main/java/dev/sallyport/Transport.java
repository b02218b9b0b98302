package dev.sallyport;

import dev.sallyport.pipeline.Deadlines;
import dev.sallyport.pipeline.LoopContext;
import dev.sallyport.pipeline.RequestIds;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The event loops and the channel types that fit them: epoll where there is one, else the JDK's selectors.
 *
 * @param contexts what the exchanges of each loop share
 */
record Transport(
        String name,
        EventLoopGroup loops,
        Class<? extends ServerSocketChannel> serverChannel,
        Class<? extends SocketChannel> clientChannel,
        Map<EventExecutor, LoopContext> contexts) {

    static Transport open(int threads, InstantSource clock) {
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("loop"), io);
        Map<EventExecutor, LoopContext> contexts = new HashMap<>();
        SecureRandom seeds = new SecureRandom();
        for (EventExecutor loop : loops) {
            RequestIds ids = new RequestIds(new SplittableRandom(seeds.nextLong()), clock);
            contexts.put(loop, new LoopContext(loop, ids, new Deadlines(loop, System::nanoTime)));
        }
        return new Transport(
                epoll ? "epoll" : "nio",
                loops,
                epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class,
                epoll ? EpollSocketChannel.class : NioSocketChannel.class,
                Map.copyOf(contexts));
    }
}
