package dev.sallyport.control.http;

import static java.util.Objects.requireNonNullElse;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Input;
import dev.sallyport.control.rest.Page;
import dev.sallyport.control.rest.TagRules;
import dev.sallyport.control.rest.VpcLinkUses;
import dev.sallyport.model.HttpApiVpcLink;
import dev.sallyport.model.Ids;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigatewayv2.CreateVpcLinkRequest;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** VPC links of HTTP APIs (R5.8 to R5.14). Where a link leads the operator says. */
final class HttpApiVpcLinks {

    private static final int MAX_SUBNETS = 10;

    private final Store store;
    private final Ids ids;
    private final InstantSource clock;

    HttpApiVpcLinks(Store store, Ids ids, InstantSource clock) {
        this.store = store;
        this.ids = ids;
        this.clock = clock;
    }

    HttpApiVpcLink create(Call call, CreateVpcLinkRequest in) {
        Map<String, String> tags = requireNonNullElse(in.tags(), Map.of());
        TagRules.check(tags);
        List<String> subnets = Input.required(in.subnetIds());
        if (subnets.isEmpty() || subnets.size() > MAX_SUBNETS) {
            throw ServiceException.badRequest("A VPC link has 1 to " + MAX_SUBNETS + " subnets");
        }
        return store.write(tx -> {
            String id = ids.next(
                    Ids.SHORT,
                    each -> tx.find(Kind.HTTP_API_VPC_LINK, call.scope(), "", each) != null
                            || tx.find(Kind.VPC_LINK, call.scope(), "", each) != null);
            HttpApiVpcLink link = new HttpApiVpcLink(
                    id,
                    Input.required(in.name()),
                    subnets,
                    requireNonNullElse(in.securityGroupIds(), List.of()),
                    tags,
                    clock.instant().truncatedTo(ChronoUnit.SECONDS));
            tx.put(Kind.HTTP_API_VPC_LINK, call.scope(), "", id, link);
            return link;
        });
    }

    HttpApiVpcLink get(Call call, String id) {
        return store.read(tx -> HttpApiLookups.vpcLink(tx, call, id));
    }

    Page<HttpApiVpcLink> list(Call call, @Nullable String maxResults, @Nullable String nextToken) {
        return store.read(tx -> HttpApiPages.read(tx, call, Kind.HTTP_API_VPC_LINK, "", maxResults, nextToken));
    }

    HttpApiVpcLink update(Call call, String id, @Nullable String name) {
        return store.write(tx -> {
            HttpApiVpcLink current = HttpApiLookups.vpcLink(tx, call, id);
            HttpApiVpcLink updated = name == null ? current : current.withName(name);
            tx.put(Kind.HTTP_API_VPC_LINK, call.scope(), "", id, updated);
            return updated;
        });
    }

    /** (inferred) A link that an integration names cannot go. */
    void delete(Call call, String id) {
        store.write(tx -> {
            HttpApiLookups.vpcLink(tx, call, id);
            for (String apiId : tx.parentsMentioning(Kind.HTTP_API_INTEGRATION, call.scope(), id)) {
                boolean used = tx.list(Kind.HTTP_API_INTEGRATION, call.scope(), apiId).stream()
                        .anyMatch(integration -> id.equals(integration.connectionId()));
                if (used) {
                    throw ServiceException.badRequest(
                            "Cannot delete vpc link. Vpc link '" + id + "', is referenced in [HTTP:" + apiId + "]");
                }
            }
            VpcLinkUses.refuseForWebSocket(tx, call, id);
            return tx.delete(Kind.HTTP_API_VPC_LINK, call.scope(), "", id);
        });
    }
}
