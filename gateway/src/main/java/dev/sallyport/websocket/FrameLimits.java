package dev.sallyport.websocket;

/**
 * How long what a client sends may be (W7.1, W7.4); a text of exactly the length is accepted.
 *
 * @param frameBytes of the payload of one frame; also where texts to clients are cut
 * @param messageBytes of a message, whatever it was cut into
 */
public record FrameLimits(int frameBytes, int messageBytes) {

    /** AWS's. */
    public static final FrameLimits DEFAULT = new FrameLimits(32 * 1024, 128 * 1024);
}
