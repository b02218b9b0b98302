package dev.sallyport.pipeline.websocket;

/** The form of connection ids: 11 bytes in URL-safe Base64 with padding (W4.1). */
final class ConnectionIds {

    private static final int LENGTH = 16;

    private ConnectionIds() {}

    static boolean isOne(String text) {
        if (text.length() != LENGTH || text.charAt(LENGTH - 1) != '=') {
            return false;
        }
        for (int i = 0; i < LENGTH - 1; i++) {
            char c = text.charAt(i);
            boolean known =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
            if (!known) {
                return false;
            }
        }
        return true;
    }
}
