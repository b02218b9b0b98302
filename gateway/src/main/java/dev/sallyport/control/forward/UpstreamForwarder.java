package dev.sallyport.control.forward;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.ServiceForwarder;
import dev.sallyport.control.WireRequest;
import dev.sallyport.control.WireRequest.Header;
import dev.sallyport.control.WireResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hands calls to the upstream of their service as they came: method, path, query, body and all headers but those of the
 * connection. {@code Host} and {@code Authorization} stay, so the signature stays right. Answers are taken whole.
 */
public final class UpstreamForwarder implements ServiceForwarder {

    /** The key of the upstream of all services that have none of their own. */
    public static final String EVERY_SERVICE = "aws";

    private static final String VIA = "1.1 sallyport";

    /** Headers of one connection only, and what either side counts itself. */
    private static final Set<String> OWN = Set.of(
            "connection",
            "content-length",
            "expect",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private final Map<String, URI> upstreams;
    private final Duration timeOut;

    /** @param upstreams the base URL by signing name, and by {@link #EVERY_SERVICE} for all others */
    public UpstreamForwarder(Map<String, URI> upstreams) {
        this(upstreams, Duration.ofSeconds(60));
    }

    UpstreamForwarder(Map<String, URI> upstreams, Duration timeOut) {
        this.upstreams = Map.copyOf(upstreams);
        this.timeOut = timeOut;
    }

    @Override
    public @Nullable WireResponse forward(String service, WireRequest request) {
        URI upstream = upstreams.getOrDefault(service, upstreams.get(EVERY_SERVICE));
        if (upstream == null) {
            return null;
        }
        String via = request.header("Via");
        if (via != null && via.contains(VIA)) {
            throw new ServiceException(
                    508,
                    "LoopDetected",
                    "The upstream " + upstream + " of the service " + service + " is this gateway");
        }
        try (UpstreamConnection connection = UpstreamConnection.open(upstream, timeOut)) {
            return answer(
                    connection.exchange(request.method(), target(upstream, request), headers(request), request.body()));
        } catch (SocketTimeoutException e) {
            throw new ServiceException(
                    504,
                    "GatewayTimeout",
                    "The upstream " + upstream + " of the service " + service + " did not answer within "
                            + timeOut.toMillis() + " ms");
        } catch (IOException e) {
            throw unavailable(upstream, service, e.toString());
        }
    }

    /** The path of the base URL, then everything as the client sent it. */
    private static String target(URI upstream, WireRequest request) {
        String base = upstream.getRawPath();
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                + request.path()
                + (request.query() == null ? "" : '?' + request.query());
    }

    private static List<Header> headers(WireRequest request) {
        Set<String> dropped = dropped(request.headers());
        List<Header> headers = new ArrayList<>(request.headers());
        headers.removeIf(it -> dropped.contains(it.name().toLowerCase(Locale.ROOT)));
        headers.add(new Header("Via", VIA));
        return headers;
    }

    private static ServiceException unavailable(URI upstream, String service, String why) {
        return new ServiceException(
                502, "BadGateway", "The upstream " + upstream + " of the service " + service + " failed: " + why);
    }

    private static WireResponse answer(UpstreamConnection.Answer answer) {
        List<Header> headers = new ArrayList<>(answer.headers());
        Set<String> dropped = dropped(headers);
        dropped.add("date");
        headers.removeIf(it -> dropped.contains(it.name().toLowerCase(Locale.ROOT)));
        return new WireResponse(answer.status(), List.copyOf(headers), answer.body());
    }

    /** The headers of the connection, with those that {@code Connection} itself names. */
    private static Set<String> dropped(List<Header> headers) {
        Set<String> dropped = new HashSet<>(OWN);
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase("Connection")) {
                for (String name : header.value().split(",")) {
                    dropped.add(name.strip().toLowerCase(Locale.ROOT));
                }
            }
        }
        return dropped;
    }
}
