package dev.sallyport.observe;

import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.RequestHead;

/** The access log as JSON, one object a line; what a request does not have is left out. */
final class JsonAccessLines extends AccessLines {

    private final JsonText json;

    JsonAccessLines(LogFile.Queue queue) {
        this(queue, new JsonText(512));
    }

    private JsonAccessLines(LogFile.Queue queue, JsonText json) {
        super(queue, json, "yyyy-MM-dd'T'HH:mm:ss.");
        this.json = json;
    }

    @Override
    void write(Exchange exchange, int status, long nowMillis) {
        RequestHead head = exchange.head();
        json.first("time").octet('"');
        time(nowMillis);
        millis(nowMillis % 1000);
        line.text("Z\"");
        plain("remoteAddress", head.remoteAddress());
        if (head.vpcEndpoint() != null) {
            plain("vpceId", head.vpcEndpoint().id());
        }
        plain("method", head.method());
        json.next("target").octet('"');
        head.quoteTarget(line);
        line.octet('"');
        json.next("status").number(status);
        json.next("bytes").number(exchange.client().sentBodyBytes());
        json.next("seconds");
        seconds(exchange, nowMillis);
        json.next("requestId").octet('"');
        exchange.identity().addRequestId(line);
        line.octet('"');
        if (exchange.isMatched()) {
            plain("apiId", exchange.stage().apiId());
            plain("stage", exchange.stage().stageName());
        }
        header(head.headers(), "referer", "Referer");
        header(head.headers(), "userAgent", "User-Agent");
        line.octet('}');
    }

    /** A text that needs no escape. */
    private void plain(String name, String text) {
        json.next(name).octet('"').text(text).octet('"');
    }

    private void header(Headers headers, String name, String header) {
        int i = headers.find(header);
        if (i >= 0) {
            json.next(name).octet('"');
            headers.quoteValue(i, line);
            line.octet('"');
        }
    }
}
