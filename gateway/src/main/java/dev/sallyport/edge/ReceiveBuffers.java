package dev.sallyport.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The buffers that the connections of one event loop are read into. What is read is nearly always consumed before the next
 * read, so one buffer serves all small reads of the loop; while somebody still holds a part of it, others come from the
 * pool. Only for its loop.
 */
final class ReceiveBuffers implements RecvByteBufAllocator {

    /** As large as most requests. */
    private static final int SHARED_BYTES = 2048;

    /** The shared buffer lives as long as its event loop, which no leak detector knows. */
    private static final ByteBufAllocator KEPT_FOR_GOOD = new UnpooledByteBufAllocator(true, true);

    private final RecvByteBufAllocator sizes;
    private @Nullable ByteBuf shared;

    /** @param sizes says how much to read at a time */
    ReceiveBuffers(RecvByteBufAllocator sizes) {
        this.sizes = sizes;
    }

    @Override
    @SuppressWarnings("deprecation") // Netty's own channels ask for this form of handles
    public Handle newHandle() {
        return new SharingHandle((ExtendedHandle) sizes.newHandle());
    }

    private ByteBuf allocate(ByteBufAllocator pool, int bytes) {
        if (bytes > SHARED_BYTES) {
            return pool.ioBuffer(bytes);
        }
        ByteBuf kept = shared;
        if (kept == null) {
            kept = KEPT_FOR_GOOD.directBuffer(SHARED_BYTES, SHARED_BYTES);
            shared = kept;
        }
        return kept.refCnt() == 1 ? kept.clear().retain() : pool.ioBuffer(bytes);
    }

    @SuppressWarnings("deprecation")
    private final class SharingHandle extends DelegatingHandle implements ExtendedHandle {

        private final ExtendedHandle sizing;

        SharingHandle(ExtendedHandle sizing) {
            super(sizing);
            this.sizing = sizing;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator pool) {
            return ReceiveBuffers.this.allocate(pool, guess());
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
            return sizing.continueReading(maybeMoreData);
        }
    }
}
