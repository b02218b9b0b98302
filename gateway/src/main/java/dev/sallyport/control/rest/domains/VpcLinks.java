package dev.sallyport.control.rest.domains;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.patch.DomainPatch;
import dev.sallyport.control.rest.Input;
import dev.sallyport.control.rest.Lookups;
import dev.sallyport.control.rest.Page;
import dev.sallyport.control.rest.TagRules;
import dev.sallyport.control.rest.VpcLinkUses;
import dev.sallyport.model.Ids;
import dev.sallyport.model.VpcLink;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigateway.CreateVpcLinkRequest;
import dev.sallyport.wire.apigateway.PatchOperation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** VPC links (rest-control-plane 10.12, 18). */
final class VpcLinks {

    private static final Pattern ARN = Pattern.compile("arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\\d*:.+");

    private final Store store;
    private final Ids ids;

    VpcLinks(Store store, Ids ids) {
        this.store = store;
        this.ids = ids;
    }

    VpcLink create(Call call, CreateVpcLinkRequest request) {
        String name = Input.required(request.name());
        if (name.isEmpty()) {
            throw ServiceException.badRequest("Name cannot be empty");
        }
        List<String> targets = Input.required(request.targetArns());
        checkTargets(targets);
        Map<String, String> tags = Objects.requireNonNullElse(request.tags(), Map.of());
        TagRules.check(tags);
        return store.write(tx -> {
            String id = ids.next(Ids.SHORT, candidate -> tx.find(Kind.VPC_LINK, call.scope(), "", candidate) != null);
            VpcLink link = new VpcLink(id, name, Input.orNull(request.description()), targets, tags);
            tx.put(Kind.VPC_LINK, call.scope(), "", id, link);
            return link;
        });
    }

    private static void checkTargets(List<String> targets) {
        for (String target : targets) {
            if (!ARN.matcher(target).matches()) {
                throw ServiceException.badRequest("Invalid ARN. ARN is not well formed " + target);
            }
        }
        if (targets.isEmpty()) {
            throw ServiceException.badRequest("No target arn specified for vpc link.");
        }
        if (targets.size() > 1) {
            throw ServiceException.badRequest("More than one target arn specified for vpc link.");
        }
    }

    VpcLink get(Call call, String id) {
        return store.read(tx -> find(tx, call, id));
    }

    private static VpcLink find(Store.Reader tx, Call call, String id) {
        return Lookups.orNotFound(tx.find(Kind.VPC_LINK, call.scope(), "", id), VpcLinkUses.NOT_FOUND);
    }

    Page<VpcLink> list(Call call, @Nullable Integer limit, @Nullable String position) {
        List<VpcLink> all = store.read(tx -> tx.list(Kind.VPC_LINK, call.scope(), ""));
        return Page.of(all, VpcLink::id, limit, position);
    }

    /** UpdateVpcLink (9.5). */
    VpcLink update(Call call, String id, @Nullable List<PatchOperation> operations) {
        return store.write(tx -> {
            VpcLink patched = DomainPatch.VPC_LINK.apply(find(tx, call, id), operations);
            tx.put(Kind.VPC_LINK, call.scope(), "", id, patched);
            return patched;
        });
    }

    /** DeleteVpcLink; refused while an integration uses the link. */
    void delete(Call call, String id) {
        store.write(tx -> {
            find(tx, call, id);
            VpcLinkUses.refuse(tx, call, id);
            return tx.delete(Kind.VPC_LINK, call.scope(), "", id);
        });
    }
}
