package dev.sallyport.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/** A connection, as its loop looks after it. */
interface Swept {

    /** Called about once a second by the loop. */
    void sweep(long nanoTime);

    /** How many bytes wait to be sent to a client. */
    static long unsentBytes(Channel channel) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }
}
