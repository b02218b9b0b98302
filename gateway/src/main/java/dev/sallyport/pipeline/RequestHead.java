package dev.sallyport.pipeline;

import dev.sallyport.http.ByteText;
import dev.sallyport.http.Headers;
import dev.sallyport.http.Octets;
import dev.sallyport.model.VpcEndpoint;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The head of a client's request after admission by the edge, as bounds in the bytes that came; a string is made only of
 * what is asked for. The path is that of the host form of the URL (INV-9) and is taken apart as AWS does (rest-data-plane
 * 1.2): slashes before the stage and before the resource collapse, all others stay; nothing is decoded. One object serves
 * request after request.
 */
public final class RequestHead {

    private static final byte[] ROOT = {'/'};

    private ClientAddress client;
    private Headers headers = new Headers(0);
    private String method = "";
    private boolean namesHopHeaders;
    private boolean literal;
    private boolean aliased;
    private @Nullable SocketFacts socket;

    private byte[] bytes = ROOT;
    private int pathEnd;
    private int stageStart;
    private int stageEnd;
    private int eventStart;
    private int routeStart;
    private @Nullable DomainRoutes domain;
    private @Nullable DomainTarget mapped;
    private @Nullable PrivateDomain privateDomain;
    private int sentStart;
    private int sentGap;
    private int sentStage;
    private int sentRest;
    private String sentBetween = "";
    private byte[] queryBytes = ROOT;
    private int queryStart;
    private int queryEnd;
    private byte[] hostBytes = ROOT;
    private int hostStart;
    private int hostEnd;

    private @Nullable String eventPath;
    private @Nullable String contextPath;
    private @Nullable String query;
    private @Nullable String host;
    /** What a test invocation has in the place of a client; null for a client's request. */
    private @Nullable Map<String, String> testContext;

    public RequestHead(ClientAddress client) {
        this.client = client;
    }

    /** Adds who the client is and how it came (HDR-34, INT-44). */
    public void addForwarded(Headers to) {
        if (testContext != null) {
            return;
        }
        if (headers.contains("X-Forwarded-For")) {
            client.addEndpoint(to);
            to.add("X-Forwarded-For", HeaderRules.forwardedFor(this));
            client.addPortAndProto(to);
        } else {
            client.addForwarded(to);
        }
    }

    /**
     * Begins with another request; the host is unknown, as when the API was named by a path prefix.
     *
     * @param newNamesHopHeaders whether Connection names headers that are meant for this hop only
     */
    public void begin(ClientAddress from, String newMethod, Headers newHeaders, boolean newNamesHopHeaders) {
        client = from;
        method = newMethod;
        headers = newHeaders;
        namesHopHeaders = newNamesHopHeaders;
        aliased = false;
        hostEnd = -1;
        host = null;
        queryEnd = -1;
        query = null;
        literal = false;
        domain = null;
        mapped = null;
        privateDomain = null;
        socket = null;
    }

    /** What an exchange of a WebSocket API is about; null for all others. */
    public @Nullable SocketFacts socket() {
        return socket;
    }

    /** Says what an exchange of a WebSocket API is about. */
    public void socket(SocketFacts facts) {
        socket = facts;
    }

    /** Who the client is. */
    public ClientAddress client() {
        return client;
    }

    /** The host that named the API, in lower case and without port; null when a path prefix did. */
    public void host(@Nullable String name) {
        host = name;
        hostEnd = -1;
    }

    /** The path: raw, beginning with a slash. */
    public void path(byte[] newBytes, int start, int end) {
        bytes = newBytes;
        pathEnd = end;
        sentStart = start;
        sentGap = -1;
        eventPath = null;
        contextPath = null;
        stageStart = skipSlashes(start);
        stageEnd = stageStart;
        while (stageEnd < end && bytes[stageEnd] != '/') {
            stageEnd++;
        }
        eventStart = stageEnd == end ? end : skipSlashes(stageEnd) - 1;
        routeStart = eventStart;
    }

    /** Says whose custom domain name the host is. */
    public void domain(DomainRoutes routes) {
        domain = routes;
    }

    /** What the custom domain name serves that the client used; null for all other hosts. */
    public @Nullable DomainRoutes domain() {
        return domain;
    }

    /** Says whose private custom domain name the host is (EDG-6). */
    public void privateDomain(PrivateDomain newDomain) {
        privateDomain = newDomain;
    }

    /** The private custom domain name that the client used; null for all other hosts. */
    public @Nullable PrivateDomain privateDomain() {
        return privateDomain;
    }

    /**
     * Says what the custom domain name makes of the path that has been given. Events see all of the path and no stage
     * (INV-54); when the caller names the stage (INV-56), that stands in it.
     */
    void mapped(DomainTarget target) {
        mapped = target;
        int begin = stageStart - 1;
        int behind = begin;
        if (target.strippedBytes() > 0) {
            behind = stageStart + target.strippedBytes();
        }
        if (target.stage() == null) {
            stageStart = skipSlashes(behind);
            stageEnd = stageStart;
            while (stageEnd < pathEnd && bytes[stageEnd] != '/') {
                stageEnd++;
            }
            behind = stageEnd;
        }
        routeStart = behind == pathEnd ? pathEnd : skipSlashes(behind) - 1;
        eventStart = begin;
        eventPath = null;
        contextPath = Octets.string(bytes, begin, pathEnd);
    }

    /** Where the custom domain name has led the request; null for the API's own endpoint. */
    @Nullable
    DomainTarget mapping() {
        return mapped;
    }

    /** Whether a custom domain name has led the request to where it is. */
    public boolean isMapped() {
        return mapped != null;
    }

    /** Says where the path began that the client sent, when a prefix named the API. */
    public void sentFrom(int start) {
        sentStart = start;
    }

    /**
     * Says what the client sent when the stage has been moved up to the rest of the path.
     *
     * @param start of the client's path
     * @param gap where the stage stood
     * @param stage where it stands now
     * @param between what stood between it and the rest
     * @param rest where the path goes on behind it
     */
    public void sentFrom(int start, int gap, int stage, String between, int rest) {
        sentStart = start;
        sentGap = gap;
        sentStage = stage;
        sentRest = rest;
        sentBetween = between;
    }

    /** The path as the client sent it, which is what it has signed (AUT-18). */
    public String sentPath() {
        return sentGap < 0
                ? Octets.string(bytes, sentStart, pathEnd)
                : Octets.string(bytes, sentStart, sentGap)
                        + Octets.string(bytes, sentStage, sentRest)
                        + sentBetween
                        + Octets.string(bytes, sentRest, pathEnd);
    }

    /** The verb by which the method is found: the client's, or the one that it puts in its place. */
    public String routedVerb() {
        if (literal) {
            return method;
        }
        String override = headers.first("X-HTTP-Method-Override");
        return override == null ? method : override;
    }

    /** The path without the stage and without the one trailing slash that routing ignores (INV-20). */
    public String routedPath() {
        String path = mapped == null && !literal ? eventPath() : resourcePath();
        return !literal && path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private String resourcePath() {
        return routeStart == pathEnd ? "/" : Octets.string(bytes, routeStart, pathEnd);
    }

    private int skipSlashes(int from) {
        int i = from;
        while (i < pathEnd && bytes[i] == '/') {
            i++;
        }
        return i;
    }

    /** The raw query without its question mark. */
    public void query(byte[] newBytes, int start, int end) {
        queryBytes = newBytes;
        queryStart = start;
        queryEnd = end;
    }

    /** The host that named the API, without port. */
    public void host(byte[] newBytes, int start, int end) {
        hostBytes = newBytes;
        hostStart = start;
        hostEnd = end;
    }

    /** Upper case, as it came. */
    public String method() {
        return method;
    }

    public Headers headers() {
        return headers;
    }

    /** CCH-8: whether {@code Cache-Control} says {@code max-age=0}, alone or in a list. */
    public boolean asksForFreshAnswer() {
        for (int i = 0; i < headers.size(); i++) {
            if (headers.isNamed(i, "Cache-Control") && headers.hasListed(i, "max-age=0")) {
                return true;
            }
        }
        return false;
    }

    /** Whether Connection names headers that are meant for this hop only. */
    public boolean namesHopHeaders() {
        return namesHopHeaders;
    }

    public String remoteAddress() {
        return client.remoteAddress();
    }

    /** The address of who sent the request: the client's, or that of the proxy that speaks for it. */
    public String peerAddress() {
        return client.peerAddress();
    }

    /** Whether somebody stands between the client and the gateway. */
    public boolean relayed() {
        return client.relayed();
    }

    /** By which VPC endpoint the request came; null for the public entrance. */
    public @Nullable VpcEndpoint vpcEndpoint() {
        return client.vpcEndpoint();
    }

    /** Says that the host is the alias of API and VPC endpoint, which exists for associated endpoints alone (INV-3). */
    public void aliased() {
        aliased = true;
    }

    /** Whether the host is the alias of API and VPC endpoint. */
    boolean isAliased() {
        return aliased;
    }

    /** The port in decimal that the client connected to. */
    public String port() {
        return client.port();
    }

    /** What the handshake of the client's connection told; null without one. */
    public @Nullable TlsFacts tls() {
        return client.tls();
    }

    /** What the client has shown to a custom domain name that asked for it (AUT-83); empty for every other request. */
    public Map<String, String> clientCertificate() {
        TlsFacts facts = client.tls();
        return facts != null && domain != null && domain.access().mutualTls() ? facts.clientCertificate() : Map.of();
    }

    /** Whether the client speaks TLS. */
    public boolean secure() {
        return client.secure();
    }

    /** The host that the client used, lower case and without port; null when the API was named by a path prefix. */
    public @Nullable String host() {
        if (host == null && hostEnd >= 0) {
            host = Octets.string(hostBytes, hostStart, hostEnd).toLowerCase(Locale.ROOT);
        }
        return host;
    }

    /** The raw query without the question mark, or null. */
    public @Nullable String query() {
        if (query == null && queryEnd >= 0) {
            query = Octets.string(queryBytes, queryStart, queryEnd);
        }
        return query;
    }

    /** The path without the stage, starting with exactly one slash, as Lambda events carry it. */
    public String eventPath() {
        if (eventPath == null) {
            eventPath = eventStart == pathEnd ? "/" : Octets.string(bytes, eventStart, pathEnd);
        }
        return eventPath;
    }

    /** The whole path with the slashes before the stage collapsed: {@code $context.path}. */
    public String contextPath() {
        if (contextPath == null) {
            contextPath = Octets.string(bytes, stageStart - 1, pathEnd);
        }
        return contextPath;
    }

    /** The stage that the mapping names, otherwise the segment of the path, {@code ""} when there is none. */
    public String stage() {
        String named = mapped == null ? null : mapped.stage();
        return named != null ? named : Octets.string(bytes, stageStart, stageEnd);
    }

    @Nullable
    StageSnapshot stageOf(ApiStages stages) {
        String named = mapped == null ? null : mapped.stage();
        return named != null ? stages.find(named) : stages.find(bytes, stageStart, stageEnd);
    }

    boolean match(RouteTree routes, String verb, RouteMatch into) {
        return routeStart == pathEnd
                ? routes.match(verb, ROOT, 0, 1, into)
                : routes.match(verb, bytes, routeStart, pathEnd, into);
    }

    /** Has verb and path be taken as they are, as HTTP APIs do: no other verb is heard of, and every slash counts. */
    public void takeLiterally() {
        literal = true;
    }

    /** Says that the path names no stage: all of it is the resource's. */
    public void withoutStage() {
        eventStart = stageStart - 1;
        routeStart = eventStart;
        stageEnd = stageStart;
        eventPath = null;
    }

    /** Has a table of routes look for the path without the stage. */
    public boolean match(Routes routes, RouteMatch into) {
        return routeStart == pathEnd
                ? routes.match(method, ROOT, 0, 1, into)
                : routes.match(method, bytes, routeStart, pathEnd, into);
    }

    /** Finds what belongs to a verb and a path. */
    @FunctionalInterface
    public interface Routes {

        /**
         * Finds the plan of a request.
         *
         * @param bytes hold the path from start to end: raw, beginning with a slash
         * @param into is told what was found
         * @return false when there is nothing
         */
        boolean match(String verb, byte[] bytes, int start, int end, RouteMatch into);
    }

    /** Adds path and query, as the host form of the URL has them, in the form for between quotation marks. */
    public void quoteTarget(ByteText to) {
        if (stageStart == 0) {
            to.octet('/');
        }
        to.quoted(bytes, mapped == null ? Math.max(0, stageStart - 1) : eventStart, pathEnd);
        if (queryEnd >= 0) {
            to.octet('?').quoted(queryBytes, queryStart, queryEnd);
        }
    }

    /** Where the query stands in {@link #queryBytes}; -1 without one. */
    public int queryStart() {
        return queryEnd < 0 ? -1 : queryStart;
    }

    /** Where the query ends. */
    public int queryEnd() {
        return queryEnd;
    }

    /** What the bounds of the query refer to. */
    public byte[] queryBytes() {
        return queryBytes;
    }

    /** Values of {@code $context} that a test invocation brings with it; null for a client's request. */
    public @Nullable Map<String, String> testContext() {
        return testContext;
    }

    /**
     * The head of a test invocation: it came from no client, so nothing says who forwarded it, and {@code $context.path}
     * is the path as given.
     *
     * @param path raw, beginning with a slash, without the stage
     * @param context values of {@code $context} by variable
     */
    public static RequestHead ofTest(
            String method,
            String stage,
            String path,
            @Nullable String query,
            Headers headers,
            Map<String, String> context) {
        RequestHead head = of(method, "/" + stage + path, query, headers, "", null, 443, true);
        head.contextPath = path;
        head.testContext = Map.copyOf(context);
        return head;
    }

    /** A head from text, for requests that did not come over a socket. */
    public static RequestHead of(
            String method,
            String path,
            @Nullable String query,
            Headers headers,
            String remoteAddress,
            @Nullable String host,
            int port,
            boolean secure) {
        ClientAddress client = new ClientAddress(remoteAddress, port, secure);
        RequestHead head = new RequestHead(client);
        head.begin(client, method, headers, headers.contains("Connection"));
        String all = path + (query == null ? "" : query) + (host == null ? "" : host);
        byte[] text = all.getBytes(StandardCharsets.ISO_8859_1);
        int pathEnd = path.length();
        int queryEnd = pathEnd + (query == null ? 0 : query.length());
        head.path(text, 0, pathEnd);
        if (query != null) {
            head.query(text, pathEnd, queryEnd);
        }
        if (host != null) {
            head.host(text, queryEnd, text.length);
        }
        return head;
    }
}
