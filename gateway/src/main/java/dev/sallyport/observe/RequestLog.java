package dev.sallyport.observe;

import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.RequestListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log why a request failed inside the gateway, in the words of AWS's execution log, and what would help.
 * Answers of backends and refusals of clients are no news and go to the debug level.
 */
public final class RequestLog implements RequestListener {

    private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);

    @Override
    public void finished(Exchange exchange, @Nullable Fault fault) {
        if (fault != null && fault.status() >= 500 && fault.logLine() != null && LOG.isWarnEnabled()) {
            LOG.warn(
                    "{} {} of API {} stage {}: {}{}. Method completed with status: {} (request" + " {})",
                    exchange.plan().httpMethod(),
                    exchange.plan().resourcePath(),
                    exchange.stage().apiId(),
                    exchange.stage().stageName(),
                    fault.logLine(),
                    fault.hint() == null ? "" : ". " + fault.hint(),
                    fault.status(),
                    exchange.identity().requestId());
        }
    }

    @Override
    public void refused(Exchange exchange, Fault fault) {
        if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "refused with {} {}{} (request {})",
                    fault.status(),
                    fault.type(),
                    fault.hint() == null ? "" : ": " + fault.hint(),
                    exchange.identity().requestId());
        }
    }

    @Override
    public void abandoned(Exchange exchange) {
        LOG.debug("the client left (request {})", exchange.identity().requestId());
    }

    @Override
    public void defect(Exchange exchange, RuntimeException defect) {
        LOG.error(
                "defect in {} {} (request {})",
                exchange.plan().httpMethod(),
                exchange.plan().resourcePath(),
                exchange.identity().requestId(),
                defect);
    }
}
