package dev.sallyport.control.iam;

import dev.sallyport.model.IamGroup;
import dev.sallyport.model.IamRole;
import dev.sallyport.model.IamUser;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who uses managed policies, counted in one pass over all users, groups and roles. */
final class Usage {

    private final Map<String, Integer> attached = new HashMap<>();
    private final Map<String, Integer> boundaries = new HashMap<>();

    private Usage() {}

    static Usage of(Store.Reader store, Scope iam) {
        Usage usage = new Usage();
        for (IamUser user : store.list(Kind.IAM_USER, iam, "")) {
            usage.count(user.policies().attached(), user.permissionsBoundary());
        }
        for (IamGroup group : store.list(Kind.IAM_GROUP, iam, "")) {
            usage.count(group.policies().attached(), null);
        }
        for (IamRole role : store.list(Kind.IAM_ROLE, iam, "")) {
            usage.count(role.policies().attached(), role.permissionsBoundary());
        }
        return usage;
    }

    private void count(List<String> arns, @Nullable String boundary) {
        arns.forEach(arn -> attached.merge(arn, 1, Integer::sum));
        if (boundary != null) {
            boundaries.merge(boundary, 1, Integer::sum);
        }
    }

    int attached(String arn) {
        return attached.getOrDefault(arn, 0);
    }

    int boundaries(String arn) {
        return boundaries.getOrDefault(arn, 0);
    }

    boolean used(String arn) {
        return attached(arn) + boundaries(arn) > 0;
    }
}
