package dev.sallyport.edge.h2;

import dev.sallyport.http.FieldHeadReader;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Has HPACK unpack fields straight to where they are wanted, without headers of Netty's between. Netty's own checks of fields
 * are off, because {@link FieldHeadReader} makes them all, and refuses more.
 */
final class FieldDecoder extends DefaultHttp2HeadersDecoder {

    private final IntFunction<@Nullable FieldHeadReader> heads;
    private final Fields fields = new Fields();
    private @Nullable FieldHeadReader head;
    private boolean trailersLegal;
    private int trailerBytes;
    private int trailerFields;

    /** @param heads where the head of a stream goes; null when the fields of that stream are no head */
    FieldDecoder(Http2Limits limits, IntFunction<@Nullable FieldHeadReader> heads) {
        super(false, limits.unpackedBytes());
        this.heads = heads;
    }

    @Override
    public Http2Headers decodeHeaders(int streamId, ByteBuf block) throws Http2Exception {
        head = heads.apply(streamId);
        trailersLegal = true;
        trailerBytes = 0;
        trailerFields = 0;
        try {
            return super.decodeHeaders(streamId, block);
        } catch (Http2Exception.StreamException tooLarge) {
            // The one thing that is found here: more was unpacked than may be. The block has been read to its end.
            trailersLegal = false;
            FieldHeadReader target = head;
            if (target != null) {
                target.tooLarge();
            }
            return fields;
        }
    }

    @Override
    protected Http2Headers newHeaders() {
        return fields;
    }

    /** Whether what was decoded last may stand behind a body. */
    boolean areTrailersLegal() {
        return trailersLegal;
    }

    private void field(AsciiString name, AsciiString value) {
        int nameStart = name.arrayOffset();
        int start = value.arrayOffset();
        FieldHeadReader target = head;
        if (target != null) {
            target.field(
                    name.array(), nameStart, nameStart + name.length(), value.array(), start, start + value.length());
            return;
        }
        trailerFields++;
        trailerBytes += name.length() + value.length() + 4;
        trailersLegal = trailersLegal
                && trailerFields <= Http2Limits.TRAILER_FIELDS
                && trailerBytes <= Http2Limits.TRAILER_BYTES
                && FieldHeadReader.isTrailer(
                        name.array(),
                        nameStart,
                        nameStart + name.length(),
                        value.array(),
                        start,
                        start + value.length());
    }

    /** Takes fields and keeps none. */
    private final class Fields extends DefaultHttp2Headers {

        Fields() {
            super(false, 2);
        }

        @Override
        public Http2Headers add(CharSequence name, CharSequence value) {
            field(AsciiString.of(name), AsciiString.of(value));
            return this;
        }
    }
}
