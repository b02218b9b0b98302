package dev.sallyport.snapshot;

import dev.sallyport.integration.http.LinkTargets;
import dev.sallyport.model.HttpApiVpcLink;
import dev.sallyport.model.Scope;
import dev.sallyport.model.VpcLink;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The VPC links that are stored, and where the operator says that they lead: by the ARN of the load balancer, the link's
 * id or its name, in this order.
 */
public final class StoredLinks implements LinkTargets {

    /** The name of the operator's setting, for those who need it. */
    static final String SETTING = "private-targets";

    private final Store store;
    private final Map<String, InetSocketAddress> targets;

    /** @param targets addresses by what names a link */
    public StoredLinks(Store store, Map<String, InetSocketAddress> targets) {
        this.store = store;
        this.targets = targets;
    }

    @Override
    public @Nullable InetSocketAddress find(Scope owner, String linkId, @Nullable String loadBalancer) {
        if (loadBalancer != null) {
            // A link of the second kind leads to several load balancers.
            List<String> names = new ArrayList<>(List.of(loadBalancer, linkId));
            HttpApiVpcLink second = store.read(
                            reader -> Optional.ofNullable(reader.find(Kind.HTTP_API_VPC_LINK, owner, "", linkId)))
                    .orElse(null);
            if (second != null) {
                names.add(second.name());
            }
            return first(names);
        }
        VpcLink link = store.read(reader -> Optional.ofNullable(reader.find(Kind.VPC_LINK, owner, "", linkId)))
                .orElse(null);
        if (link == null) {
            return null;
        }
        List<String> names = new ArrayList<>(link.targetArns());
        names.add(link.id());
        names.add(link.name());
        return first(names);
    }

    private @Nullable InetSocketAddress first(List<String> names) {
        for (String name : names) {
            InetSocketAddress target = targets.get(name);
            if (target != null) {
                return target;
            }
        }
        return null;
    }
}
