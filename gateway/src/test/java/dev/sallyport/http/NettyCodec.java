package dev.sallyport.http;

import dev.sallyport.http.Transcript.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpObjectDecoder;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The oracle: reads a stream with Netty's stock decoder in its strict default configuration. */
final class NettyCodec {

    private static final UnpooledByteBufAllocator ALLOCATOR = new UnpooledByteBufAllocator(false, true);

    private NettyCodec() {}

    static Transcript requests(List<ByteBuf> pieces) {
        return read(new HttpRequestDecoder(config()), pieces);
    }

    static Transcript responses(List<ByteBuf> pieces) {
        return read(new HttpResponseDecoder(config()), pieces);
    }

    private static HttpDecoderConfig config() {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(Wire.MAX_LINE_BYTES)
                // It adds the trailers of a body to the bytes of the head; ours have a bound of their own.
                .setMaxHeaderSize(2 * Wire.MAX_HEAD_BYTES);
    }

    private static Transcript read(HttpObjectDecoder decoder, List<ByteBuf> pieces) {
        Transcript transcript = new Transcript();
        EmbeddedChannel channel = new EmbeddedChannel(decoder, new Notes(transcript));
        channel.config().setAllocator(ALLOCATOR);
        for (ByteBuf piece : pieces) {
            channel.pipeline().fireChannelRead(piece);
        }
        // Closing the channel would do as well, at four times the cost of all the rest.
        channel.pipeline().remove(decoder);
        return transcript;
    }

    /** Takes what the decoder has decoded. */
    private static final class Notes extends ChannelInboundHandlerAdapter {

        private final Transcript transcript;

        Notes(Transcript transcript) {
            this.transcript = transcript;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object read) {
            if (!transcript.refused && read instanceof HttpObject object) {
                note(object, transcript);
            }
            ReferenceCountUtil.release(read);
        }
    }

    private static void note(HttpObject object, Transcript transcript) {
        boolean success = object.decoderResult().isSuccess();
        if (!success) {
            transcript.refused = true;
            transcript.reason = String.valueOf(object.decoderResult().cause());
        }
        if (object instanceof HttpMessage head) {
            if (!success) {
                return;
            }
            transcript.messages.add(new Message(startLine(head), lines(head)));
        }
        if (object instanceof HttpContent content) {
            Message message = transcript.messages.getLast();
            byte[] data = new byte[content.content().readableBytes()];
            content.content().getBytes(content.content().readerIndex(), data);
            message.body.writeBytes(data);
            message.complete = success && object instanceof LastHttpContent;
        }
    }

    private static String startLine(HttpMessage head) {
        return switch (head) {
            case HttpRequest request ->
                request.method().name() + " " + originForm(request.uri()) + " " + request.protocolVersion();
            case HttpResponse response -> Integer.toString(response.status().code());
            default -> throw new AssertionError(head);
        };
    }

    /** The one thing that our reader rewrites (RFC 9112 3.2.2). */
    private static String originForm(String target) {
        String lower = target.toLowerCase(Locale.ROOT);
        int start = lower.startsWith("http://") ? 7 : lower.startsWith("https://") ? 8 : -1;
        if (start < 0) {
            return target;
        }
        int end = start;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        return end < target.length() && target.charAt(end) == '/' ? target.substring(end) : "/" + target.substring(end);
    }

    private static List<String> lines(HttpMessage head) {
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, String> line : head.headers()) {
            lines.add(line.getKey() + "=" + line.getValue());
        }
        return lines;
    }
}
