package dev.sallyport.observe;

import dev.sallyport.http.ByteText;
import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.RequestHead;

/** The combined format of web servers, with request id, API and stage, and seconds behind it. */
final class CombinedAccessLines extends AccessLines {

    CombinedAccessLines(LogFile.Queue queue) {
        super(queue, new ByteText(512), "' - - ['dd/MMM/yyyy:HH:mm:ss Z'] \"'");
    }

    @Override
    void write(Exchange exchange, int status, long nowMillis) {
        RequestHead head = exchange.head();
        line.text(head.remoteAddress());
        time(nowMillis);
        line.text(head.method()).octet(' ');
        head.quoteTarget(line);
        line.text(" HTTP/1.1\" ").number(status).octet(' ');
        line.number(exchange.client().sentBodyBytes());
        header(head.headers(), "Referer");
        header(head.headers(), "User-Agent");
        line.octet(' ');
        exchange.identity().addRequestId(line);
        line.octet(' ');
        if (exchange.isMatched()) {
            line.text(exchange.stage().apiId())
                    .octet('/')
                    .text(exchange.stage().stageName())
                    .octet(' ');
        } else {
            line.text("- ");
        }
        seconds(exchange, nowMillis);
    }

    private void header(Headers headers, String name) {
        line.octet(' ').octet('"');
        int i = headers.find(name);
        if (i < 0) {
            line.octet('-');
        } else {
            headers.quoteValue(i, line);
        }
        line.octet('"');
    }
}
