package dev.sallyport;

import dev.sallyport.control.ServiceException;
import dev.sallyport.edge.OwnPages;
import org.jspecify.annotations.Nullable;

/** Who may see the operator's pages. May block. */
@FunctionalInterface
interface PageGuard {

    /** Everybody who reaches them. */
    PageGuard NONE = (request, action) -> null;

    /**
     * Why a request is refused; null when it may be answered.
     *
     * @param action that policies must allow, for example {@code sallyport:GetAudit}
     */
    @Nullable
    ServiceException refusal(OwnPages.Request request, String action);
}
