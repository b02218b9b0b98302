package dev.sallyport.snapshot;

import dev.sallyport.cache.CacheId;
import dev.sallyport.cache.CacheSharing;
import dev.sallyport.cache.CachedMethod;
import dev.sallyport.cache.CachedMethod.Unauthorized;
import dev.sallyport.cache.KeyParameter;
import dev.sallyport.cache.ResponseCaches;
import dev.sallyport.cache.StageCache;
import dev.sallyport.mapping.MappingExpression;
import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.Authorizer;
import dev.sallyport.model.Integration;
import dev.sallyport.model.Scope;
import dev.sallyport.model.Stage;
import dev.sallyport.model.Stage.CacheCluster;
import dev.sallyport.model.Stage.MethodSetting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiles which methods' answers are kept and by what their requests are told apart (rest-data-plane 9.3). The caches
 * themselves outlive compilations (CCH-5). A method without a cache gets no step.
 */
public final class CacheCompiler {

    /** Keeps nothing: all methods call their backends. */
    public static final CacheCompiler NONE = new CacheCompiler(null, CacheSharing.SAFE, 0, 0);

    private static final Logger LOG = LoggerFactory.getLogger(CacheCompiler.class);

    private static final String AUTHORIZATION = "method.request.header.Authorization";
    private static final String OF_INTEGRATION = "integration.request.";
    private static final int MILLIS = 1000;

    private final @Nullable ResponseCaches caches;
    private final CacheSharing sharing;
    private final int maxWaiters;
    private final int waitMillis;

    /**
     * @param caches null for none
     * @param maxWaiters how many requests wait for the call that another makes
     * @param waitMillis how long they do
     */
    public CacheCompiler(@Nullable ResponseCaches caches, CacheSharing sharing, int maxWaiters, int waitMillis) {
        this.caches = caches;
        this.sharing = sharing;
        this.maxWaiters = maxWaiters;
        this.waitMillis = waitMillis;
    }

    /** Begins to compile a stage or its canary; the cache of one that has none any more is forgotten. */
    OfStage begin(Scope owner, ApiDocument document, Stage stage, Variant variant) {
        ResponseCaches all = caches;
        if (all == null) {
            return new OfStage(document, null, 0);
        }
        CacheId id = new CacheId(owner, document.apiId(), stage.stageName(), variant == Variant.CANARY);
        if (variant == Variant.CANARY_WITH_STAGE_CACHE) {
            all.close(new CacheId(owner, document.apiId(), stage.stageName(), true));
        }
        CacheCluster cluster = stage.cacheCluster();
        String size = stage.cacheClusterSize();
        if (!stage.cacheClusterEnabled() || size == null) {
            all.close(id);
            return new OfStage(document, null, 0);
        }
        long ready = cluster == null || cluster.underway() != CacheCluster.Underway.CREATE
                ? Long.MIN_VALUE
                : cluster.until().toEpochMilli();
        return new OfStage(document, all.open(id, size, cluster == null ? 0 : cluster.flushes()), ready);
    }

    /** Forgets the cache of a canary that is gone. */
    void forgetCanary(String apiId, String stageName) {
        if (caches != null) {
            caches.forgetCanary(apiId, stageName);
        }
    }

    /** Forgets the caches of a stage that is gone. */
    void forget(String apiId, String stageName) {
        if (caches != null) {
            caches.forget(apiId, stageName);
        }
    }

    /** The cache of one stage. */
    final class OfStage {

        private final ApiDocument document;
        private final @Nullable StageCache cache;
        private final long readyMillis;

        private OfStage(ApiDocument document, @Nullable StageCache cache, long readyMillis) {
            this.document = document;
            this.cache = cache;
            this.readyMillis = readyMillis;
        }

        /**
         * What becomes of a method's answers.
         *
         * @param setting that counts for the method, when it says that they are kept; otherwise null
         * @return null when none is kept
         */
        @Nullable
        CachedMethod method(StageMethod method, @Nullable MethodSetting setting) {
            Integration integration = method.method().integration();
            StageCache into = cache;
            if (into == null || setting == null || integration == null) {
                return null;
            }
            List<KeyParameter> parameters = parameters(method, integration);
            if (parameters == null) {
                return null;
            }
            return new CachedMethod(
                    into,
                    integration.cacheNamespace(),
                    method.method().httpMethod(),
                    parameters,
                    new CachedMethod.Settings(
                            (long) setting.cacheTtlInSeconds() * MILLIS,
                            readyMillis,
                            setting.requireAuthorizationForCacheControl(),
                            Unauthorized.valueOf(setting.unauthorizedCacheControlHeaderStrategy()),
                            sharing,
                            waitMillis,
                            maxWaiters));
        }

        /** Null when a parameter cannot be told: then nothing is kept, because it could be given to the wrong caller. */
        private @Nullable List<KeyParameter> parameters(StageMethod method, Integration integration) {
            List<KeyParameter> parameters = new ArrayList<>();
            for (String name : integration.cacheKeyParameters()) {
                KeyParameter parameter = parameter(name, method, integration);
                if (parameter == null) {
                    LOG.warn(
                            "{} {} of API {} stage {}: its answers are not kept, because no request has the cache key"
                                    + " parameter {}",
                            method.method().httpMethod(),
                            method.resource().path(),
                            document.apiId(),
                            method.stageName(),
                            name);
                    return null;
                }
                parameters.add(parameter);
            }
            addCaller(parameters, method, integration);
            return parameters;
        }

        /**
         * Whoever calls with credentials of his own gets an answer that is for him. Whom IAM or an authorizer has told apart
         * by something, the method may have answered by that.
         */
        private void addCaller(List<KeyParameter> to, StageMethod method, Integration integration) {
            String credentials = integration.credentials();
            boolean asCaller = credentials != null && ServiceRules.areOfCaller(credentials);
            String type = method.method().authorizationType();
            if (asCaller || (sharing == CacheSharing.SAFE && type.equals("AWS_IAM"))) {
                to.add(KeyParameter.signer());
            }
            if (type.equals("NONE") || type.equals("AWS_IAM") || sharing == CacheSharing.AWS) {
                if (!type.equals("NONE") && !asCaller && sharing == CacheSharing.AWS) {
                    warnOfSharing(method, integration);
                }
                return;
            }
            to.add(KeyParameter.authorization());
            for (String source : identitySources(method)) {
                KeyParameter identity = parameter(source, method, integration);
                if (identity != null) {
                    to.add(identity);
                }
            }
        }

        private void warnOfSharing(StageMethod method, Integration integration) {
            List<String> identity = identitySources(method);
            for (String name : integration.cacheKeyParameters()) {
                String mapped = name.startsWith(OF_INTEGRATION) ? mapped(name, integration) : name;
                if (mapped != null
                        && (identity.contains(mapped)
                                || mapped.startsWith("context.authorizer.")
                                || mapped.startsWith("context.identity."))) {
                    return;
                }
            }
            LOG.warn(
                    "{} {} of API {} stage {}: what is kept for one caller is given to all whom {} admits, told apart by"
                            + " {} (cache-sharing is aws)",
                    method.method().httpMethod(),
                    method.resource().path(),
                    document.apiId(),
                    method.stageName(),
                    method.method().authorizationType(),
                    integration.cacheKeyParameters().isEmpty()
                            ? "nothing"
                            : String.join(", ", integration.cacheKeyParameters()));
        }

        private List<String> identitySources(StageMethod method) {
            for (Authorizer authorizer : document.authorizers()) {
                String text = authorizer.identitySource();
                if (authorizer.id().equals(method.method().authorizerId()) && text != null && !text.isBlank()) {
                    return List.of(text.split("\\s*,\\s*"));
                }
            }
            return List.of(AUTHORIZATION);
        }

        private @Nullable KeyParameter parameter(String name, StageMethod method, Integration integration) {
            if (name.equalsIgnoreCase(AUTHORIZATION)
                    && method.method().authorizationType().equals("AWS_IAM")) {
                // AUT-17: the header is gone by then, and it would be another one for every request.
                return KeyParameter.signer();
            }
            String mapped = name.startsWith(OF_INTEGRATION) ? mapped(name, integration) : name;
            if (mapped == null) {
                return KeyParameter.absent(name);
            }
            try {
                MappingExpression expression = MappingExpression.compile(mapped);
                return name.startsWith("integration.response.")
                        ? null
                        : KeyParameter.of(
                                name,
                                expression,
                                StageCompiler.pathParameters(method.resource().path()));
            } catch (IllegalArgumentException unknown) {
                return null;
            }
        }

        /** What the integration maps to one of its parameters; names of headers ignore case. */
        private static @Nullable String mapped(String name, Integration integration) {
            for (Map.Entry<String, String> mapping :
                    integration.requestParameters().entrySet()) {
                boolean isHeader = name.startsWith(OF_INTEGRATION + "header.");
                if (isHeader
                        ? mapping.getKey().equalsIgnoreCase(name)
                        : mapping.getKey().equals(name)) {
                    return mapping.getValue();
                }
            }
            return null;
        }
    }
}
