package dev.sallyport.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds our codec against Netty's (HARDENING 1.4, B9): the same verdict on every stream or a stricter one, and what both
 * accept is the same message.
 */
final class Differential {

    /** What could still make a message of what we wait for although the oracle has refused it. */
    private static final String[] ENDINGS = {
        "\r\n\r\n",
        "\n\r\n",
        "\r\n0\r\n\r\n",
        "0\r\n\r\n",
        " HTTP/1.1\r\nHost: a\r\n\r\n",
        "/ HTTP/1.1\r\nHost: a\r\n\r\n",
        ": b\r\nHost: a\r\n\r\n",
        "\r\nHost: a\r\n\r\n",
        "x".repeat(64) + "\r\n0\r\n\r\n"
    };

    private Differential() {}

    /** What is wrong with our reading of these requests, or null. */
    static @Nullable String requests(byte[] stream, long cuts) {
        return complaint(stream, MessageGenerator.pieces(stream, cuts), true);
    }

    /** What is wrong with our reading of these responses, or null. */
    static @Nullable String responses(byte[] stream, long cuts) {
        return complaint(stream, MessageGenerator.pieces(stream, cuts), false);
    }

    private static @Nullable String complaint(byte[] stream, List<byte[]> pieces, boolean requests) {
        Transcript ours = ours(pieces, requests);
        Transcript whole = pieces.size() == 1 ? ours : ours(List.of(stream), requests);
        if (whole != ours && !ours.toString().equals(whole.toString())) {
            return "in pieces " + ours + ", as a whole " + whole;
        }
        Transcript theirs = requests ? NettyCodec.requests(buffers(pieces)) : NettyCodec.responses(buffers(pieces));
        if (!requests) {
            // What follows a 101 is no longer HTTP for Netty; our gateway goes no further (HARDENING 2, rule 7).
            cutAfterSwitch(ours);
            cutAfterSwitch(theirs);
        }
        String complaint = ours.complaintAgainst(theirs);
        if (complaint == null && theirs.refused && !ours.refused) {
            complaint = acceptedLater(stream, requests, theirs);
        }
        return complaint == null ? null : complaint + "\nours:  " + ours + "\nNetty: " + theirs;
    }

    private static @Nullable String acceptedLater(byte[] stream, boolean requests, Transcript theirs) {
        for (String ending : ENDINGS) {
            Transcript later = ours(List.of(stream, Wire.bytes(ending)), requests);
            if (later.accepted() > theirs.accepted()) {
                return "refused by Netty, yet we wait and accept it with " + ending + ": " + later;
            }
        }
        return null;
    }

    private static void cutAfterSwitch(Transcript transcript) {
        for (int i = 0; i < transcript.messages.size(); i++) {
            if (transcript.messages.get(i).startLine.equals("101")) {
                transcript.messages.subList(i, transcript.messages.size()).clear();
                transcript.refused = true;
                transcript.reason = "switched";
            }
        }
    }

    private static Transcript ours(List<byte[]> pieces, boolean requests) {
        return requests ? OwnCodec.requests(buffers(pieces)) : OwnCodec.responses(buffers(pieces));
    }

    private static List<ByteBuf> buffers(List<byte[]> pieces) {
        List<ByteBuf> buffers = new ArrayList<>(pieces.size());
        for (byte[] piece : pieces) {
            buffers.add(Unpooled.wrappedBuffer(piece));
        }
        return buffers;
    }
}
