package dev.sallyport;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.cli.FirstCredentials;
import dev.sallyport.config.ControlSecurity;
import dev.sallyport.config.Settings;
import dev.sallyport.control.AccessKeyAccounts;
import dev.sallyport.control.Audit;
import dev.sallyport.control.Guard;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.WireRequest;
import dev.sallyport.control.access.AuditLog;
import dev.sallyport.control.access.NamedCalls;
import dev.sallyport.control.access.SignedCalls;
import dev.sallyport.control.iam.IamOperations;
import dev.sallyport.control.sts.FunctionSessions;
import dev.sallyport.edge.OwnPages;
import dev.sallyport.http.Headers;
import dev.sallyport.iam.Identities;
import dev.sallyport.model.AccessKey;
import dev.sallyport.model.FunctionVersion;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Store;
import dev.sallyport.store.sqlite.SqliteStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What the settings say of who may call the control plane, put to work. */
final class Guarding {

    private static final String SECRETS_KEY = "secrets.key";

    private final Settings settings;
    private final ControlSecurity security;
    private final InstantSource clock;
    private final RandomGenerator random;

    Guarding(Settings settings, InstantSource clock, RandomGenerator random) {
        this.settings = settings;
        this.security = settings.security();
        this.clock = clock;
        this.random = random;
    }

    /** The store; its secrets are encrypted as soon as anybody has asked for that. */
    Store openStore() {
        if (settings.ephemeral()) {
            return SqliteStore.inMemory();
        }
        Path named = security.secretsKey();
        return SqliteStore.open(
                settings.dataFolder(),
                named == null ? settings.dataFolder().resolve(SECRETS_KEY) : named,
                named != null || security.enforced());
    }

    Guard guard(Identities identities, Store store) {
        if (security.enforced()) {
            return new SignedCalls(identities, store, clock, InstantSource.system());
        }
        return security.auditLog().isEmpty() ? Guard.NONE : new NamedCalls(store);
    }

    /** Whose access keys are; where calls are verified, their identities tell that, and nothing is read for others. */
    AccessKeyAccounts accounts(Store store) {
        return security.enforced() ? AccessKeyAccounts.NONE : accessKeyId -> IamOperations.account(store, accessKeyId);
    }

    /** @param guard from {@link #guard} */
    PageGuard pages(Guard guard) {
        return guard instanceof SignedCalls calls
                ? (request, action) -> {
                    try {
                        calls.permitPage(wire(request), action);
                        return null;
                    } catch (ServiceException refusal) {
                        return refusal;
                    }
                }
                : PageGuard.NONE;
    }

    private static WireRequest wire(OwnPages.Request page) {
        Headers lines = page.headers();
        List<WireRequest.Header> headers = new ArrayList<>(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            headers.add(new WireRequest.Header(lines.name(i), lines.value(i)));
        }
        return new WireRequest(page.method(), page.path(), page.query(), headers, new byte[0], page.remoteAddress());
    }

    /** @param closing is given what must be closed */
    Audit audit(Consumer<AutoCloseable> closing) throws IOException {
        if (security.auditLog().isEmpty()) {
            return Audit.NONE;
        }
        AuditLog log = new AuditLog(security.auditLog(), clock);
        closing.accept(log);
        return log;
    }

    /** The root's credentials when this is the first start that needs any; otherwise null. */
    @Nullable
    FirstCredentials firstCredentials(Store store, Path folder) {
        if (!security.enforced()) {
            return null;
        }
        AccessKey key =
                IamOperations.createRootKey(store, new Scope(settings.accountId(), settings.region()), random, clock);
        return key == null ? null : new FirstCredentials(new AwsCredentials(key.id(), key.secret(), null), folder);
    }

    /**
     * R4.22: SDKs inside functions reach this gateway, where credentials count as the function's role's session, and
     * otherwise with an access key that names the function's account.
     */
    Map<String, String> functionVariables(Store store, FunctionVersion function, @Nullable String endpoint) {
        Map<String, String> variables = new HashMap<>();
        variables.put("AWS_ENDPOINT_URL", endpoint == null ? "" : endpoint);
        if (!security.enforced()) {
            variables.put("AWS_ACCESS_KEY_ID", function.scope().account());
            variables.put("AWS_SECRET_ACCESS_KEY", "local");
            variables.put("AWS_SESSION_TOKEN", "local");
            return variables;
        }
        AwsCredentials session =
                new FunctionSessions(store, random, clock).begin(function.scope(), function.role(), function.name());
        if (session != null) {
            variables.put("AWS_ACCESS_KEY_ID", session.accessKeyId());
            variables.put("AWS_SECRET_ACCESS_KEY", session.secretAccessKey());
            variables.put("AWS_SESSION_TOKEN", String.valueOf(session.sessionToken()));
        }
        return variables;
    }
}
