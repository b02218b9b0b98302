package dev.sallyport.http;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a codec made of a stream: its messages in order and how far the last one came. */
final class Transcript {

    /** One message whose head was accepted. */
    static final class Message {

        final String startLine;
        final List<String> lines;
        final ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean complete;

        Message(String startLine, List<String> lines) {
            this.startLine = startLine;
            this.lines = lines;
        }

        @Override
        public String toString() {
            return startLine + " " + lines + " body " + Wire.text(body.toByteArray()) + (complete ? "" : " ...");
        }
    }

    final List<Message> messages = new ArrayList<>();

    /** Whether the stream was refused; all messages before stand. */
    boolean refused;

    String reason = "";

    /** How far this codec went: accepted heads count two each, a completed body one more. */
    int accepted() {
        int bodies = 0;
        for (Message message : messages) {
            bodies += message.complete ? 1 : 0;
        }
        return messages.size() + bodies;
    }

    /** What this codec accepted although the oracle did not, or read otherwise; null when it is the same or stricter. */
    @Nullable
    String complaintAgainst(Transcript oracle) {
        for (int i = 0; i < messages.size(); i++) {
            if (i >= oracle.messages.size()) {
                return "message " + i + " was accepted by us alone";
            }
            String complaint = complaint(messages.get(i), oracle.messages.get(i), refused || oracle.refused);
            if (complaint != null) {
                return "message " + i + ": " + complaint;
            }
        }
        if (!refused && !oracle.refused && messages.size() != oracle.messages.size()) {
            return "we wait where the oracle has another message";
        }
        return null;
    }

    private static @Nullable String complaint(Message ours, Message theirs, boolean refused) {
        if (!ours.startLine.equals(theirs.startLine)) {
            return "start line " + ours.startLine + " instead of " + theirs.startLine;
        }
        if (!ours.lines.equals(theirs.lines)) {
            return "lines " + ours.lines + " instead of " + theirs.lines;
        }
        String body = Wire.text(ours.body.toByteArray());
        String other = Wire.text(theirs.body.toByteArray());
        if (!other.startsWith(body) || (!refused && !other.equals(body))) {
            return "body " + body + " instead of " + other;
        }
        if ((ours.complete && !theirs.complete) || (!refused && ours.complete != theirs.complete)) {
            return "complete for us " + ours.complete + ", for the oracle " + theirs.complete;
        }
        return null;
    }

    @Override
    public String toString() {
        return messages + (refused ? " then refused: " + reason : " then waiting");
    }
}
