package dev.sallyport.control.iam;

import static java.util.Objects.requireNonNull;

import dev.sallyport.control.Call;
import dev.sallyport.model.AccessKey;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.Unit;
import dev.sallyport.wire.iam.AccessKeyLastUsed;
import dev.sallyport.wire.iam.AccessKeyMetadata;
import dev.sallyport.wire.iam.CreateAccessKeyRequest;
import dev.sallyport.wire.iam.CreateAccessKeyResponse;
import dev.sallyport.wire.iam.DeleteAccessKeyRequest;
import dev.sallyport.wire.iam.GetAccessKeyLastUsedRequest;
import dev.sallyport.wire.iam.GetAccessKeyLastUsedResponse;
import dev.sallyport.wire.iam.ListAccessKeysRequest;
import dev.sallyport.wire.iam.ListAccessKeysResponse;
import dev.sallyport.wire.iam.UpdateAccessKeyRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The access keys of users (companion R5.6). */
final class AccessKeys {

    private static final int MAX_PER_USER = 2;

    private final IamServices services;

    AccessKeys(IamServices services) {
        this.services = services;
    }

    /** A user's keys. */
    static List<AccessKey> of(Store.Reader store, Scope iam, String userName) {
        return store.list(Kind.ACCESS_KEY, iam, "").stream()
                .filter(key -> key.userName().equals(userName))
                .toList();
    }

    CreateAccessKeyResponse create(Call call, CreateAccessKeyRequest in) {
        Scope iam = IamScope.of(call.scope());
        return services.store().write(store -> {
            String userName = Users.nameOrCaller(store, call, in.userName());
            Principals.USERS.require(store, iam, userName);
            if (of(store, iam, userName).size() >= MAX_PER_USER) {
                throw IamErrors.quota("AccessKeysPerUser", MAX_PER_USER);
            }
            AccessKey key = new AccessKey(
                    services.ids().accessKey("AKIA", call.scope().account()),
                    userName,
                    services.ids().secret(),
                    true,
                    services.now());
            store.put(Kind.ACCESS_KEY, iam, "", key.id(), key);
            return CreateAccessKeyResponse.builder()
                    .accessKey(dev.sallyport.wire.iam.AccessKey.builder()
                            .userName(userName)
                            .accessKeyId(key.id())
                            .status("Active")
                            .secretAccessKey(key.secret())
                            .createDate(key.createDate())
                            .build())
                    .build();
        });
    }

    ListAccessKeysResponse list(Call call, ListAccessKeysRequest in) {
        Scope iam = IamScope.of(call.scope());
        List<AccessKey> keys = services.store().read(store -> {
            String userName = Users.nameOrCaller(store, call, in.userName());
            Principals.USERS.require(store, iam, userName);
            return of(store, iam, userName);
        });
        Page<AccessKey> page = Page.of(keys, AccessKey::id, in.marker(), in.maxItems());
        return ListAccessKeysResponse.builder()
                .accessKeyMetadata(
                        page.items().stream().map(AccessKeys::metadata).toList())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private static AccessKeyMetadata metadata(AccessKey key) {
        return AccessKeyMetadata.builder()
                .userName(key.userName())
                .accessKeyId(key.id())
                .status(key.active() ? "Active" : "Inactive")
                .createDate(key.createDate())
                .build();
    }

    Unit update(Call call, UpdateAccessKeyRequest in) {
        String status = requireNonNull(in.status());
        if (status.equals("Expired")) {
            throw IamErrors.validation("Status Expired cannot be set.");
        }
        Scope iam = IamScope.of(call.scope());
        return services.store().write(store -> {
            AccessKey key = require(store, call, in.userName(), in.accessKeyId());
            store.put(Kind.ACCESS_KEY, iam, "", key.id(), key.withActive(status.equals("Active")));
            return Unit.INSTANCE;
        });
    }

    Unit delete(Call call, DeleteAccessKeyRequest in) {
        return services.store().write(store -> {
            AccessKey key = require(store, call, in.userName(), in.accessKeyId());
            store.delete(Kind.ACCESS_KEY, IamScope.of(call.scope()), "", key.id());
            return Unit.INSTANCE;
        });
    }

    /** The use of keys is not recorded: the answer is that of a key that was never used. */
    GetAccessKeyLastUsedResponse lastUsed(Call call, GetAccessKeyLastUsedRequest in) {
        String id = requireNonNull(in.accessKeyId());
        AccessKey key = services.store().read(store -> store.find(Kind.ACCESS_KEY, IamScope.of(call.scope()), "", id));
        if (key == null) {
            throw notFound(id);
        }
        return GetAccessKeyLastUsedResponse.builder()
                .userName(key.userName())
                .accessKeyLastUsed(AccessKeyLastUsed.builder()
                        .serviceName("N/A")
                        .region("N/A")
                        .build())
                .build();
    }

    private static AccessKey require(
            Store.Reader store, Call call, @Nullable String userName, @Nullable String accessKeyId) {
        Scope iam = IamScope.of(call.scope());
        String id = requireNonNull(accessKeyId);
        if (userName != null) {
            Principals.USERS.require(store, iam, userName);
        }
        AccessKey key = store.find(Kind.ACCESS_KEY, iam, "", id);
        boolean isOthers = key != null
                && (userName != null
                        ? !key.userName().equals(userName)
                        // The root's key is nobody's business but the root's.
                        : key.isRoots() && !Caller.of(store, call).isRoot());
        if (key == null || isOthers) {
            throw notFound(id);
        }
        return key;
    }

    private static RuntimeException notFound(String id) {
        return IamErrors.noSuchEntity("The Access Key with id " + id + " cannot be found.");
    }
}
