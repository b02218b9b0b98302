package dev.sallyport.websocket;

/** Why a connection is closed (RFC 6455 7.4, and the registry for what has come since). */
public final class CloseCode {

    public static final int NORMAL = 1000;
    public static final int GOING_AWAY = 1001;
    public static final int PROTOCOL_ERROR = 1002;
    public static final int UNSUPPORTED_DATA = 1003;

    /** Of a frame without a code; never sent. */
    public static final int NONE = 1005;

    /** Of a connection that ended without a frame; never sent. */
    public static final int ABNORMAL = 1006;

    public static final int INVALID_TEXT = 1007;
    public static final int POLICY = 1008;
    public static final int TOO_BIG = 1009;
    public static final int TRY_LATER = 1013;

    private CloseCode() {}

    /** Whether a frame may carry the code. */
    static boolean maySend(int code) {
        return (code >= NORMAL && code <= UNSUPPORTED_DATA)
                || (code >= INVALID_TEXT && code <= 1014)
                || (code >= 3000 && code <= 4999);
    }
}
