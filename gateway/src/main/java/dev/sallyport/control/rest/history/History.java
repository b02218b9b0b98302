package dev.sallyport.control.rest.history;

import dev.sallyport.control.rest.Deployments;
import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.Deployment;
import dev.sallyport.model.RestApi;
import dev.sallyport.model.Scope;
import dev.sallyport.model.Stage;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The deployments of APIs, what each changed, and how far stages are behind the draft. Reads, never writes. */
public final class History {

    /** What stands for the draft in the place of a deployment. */
    public static final String DRAFT = "draft";

    private static final String CANARY_SUFFIX = "/Canary";

    private final Store store;

    public History(Store store) {
        this.store = store;
    }

    /**
     * A deployment with what runs it.
     *
     * @param changes since the deployment before it; -1 for the first one
     * @param stages that run it, a canary as {@code prod/Canary}
     */
    public record Deployed(Deployment deployment, int changes, List<String> stages) {}

    /**
     * A stage with its distance to the draft.
     *
     * @param behindDraft how many things of the API differ between its deployment and the draft
     */
    public record Staged(Stage stage, int behindDraft) {}

    /**
     * The history of an API.
     *
     * @param deployments the newest first
     * @param stages by name
     */
    public record Overview(RestApi api, List<Deployed> deployments, List<Staged> stages) {}

    /**
     * The difference between two forms of an API.
     *
     * @param from the id of a deployment, or {@link #DRAFT}
     * @param to likewise
     */
    public record Difference(RestApi api, String from, String to, List<Change> changes) {}

    /**
     * The history of an API; null when there is no such API.
     *
     * @param limit tells at most so many deployments
     */
    public @Nullable Overview overview(String apiId, int limit) {
        return read(apiId, view -> {
            List<Deployment> newest = view.deployments().reversed();
            List<Deployed> deployed = new ArrayList<>();
            for (int i = 0; i < Math.min(limit, newest.size()); i++) {
                Deployment deployment = newest.get(i);
                int changes = i + 1 == newest.size() ? -1 : view.changes(newest.get(i + 1), deployment);
                deployed.add(new Deployed(deployment, changes, view.stagesOf(deployment.id())));
            }
            List<Staged> staged = view.stages().stream()
                    .map(stage -> new Staged(stage, view.behindDraft(stage)))
                    .toList();
            return new Overview(view.api, List.copyOf(deployed), staged);
        });
    }

    /**
     * What differs between two forms of an API; null when there is no such API.
     *
     * @param from the id of a deployment, the name of a stage, {@code STAGE/Canary} for its canary, or {@link #DRAFT}
     * @param to likewise
     * @throws IllegalArgumentException with a message for the user when there is no such form
     */
    public @Nullable Difference difference(String apiId, String from, String to) {
        return read(apiId, view -> {
            String old = view.resolve(from);
            String now = view.resolve(to);
            return new Difference(view.api, old, now, DocumentDiff.between(view.document(old), view.document(now)));
        });
    }

    /** Ids of APIs are drawn, so that one of two accounts having the same id is nothing to reckon with. */
    private <T> @Nullable T read(String apiId, Function<View, T> work) {
        return store.read(tx -> tx.listAll(Kind.REST_API).stream()
                        .filter(entry -> entry.id().equals(apiId))
                        .findFirst()
                        .map(entry -> work.apply(new View(tx, entry.scope(), entry.entity()))))
                .orElse(null);
    }

    /** How far each stage of an API is behind the draft; without those that are not. */
    List<Staged> behind(Scope scope, String apiId) {
        return store.read(tx -> {
            RestApi api = tx.find(Kind.REST_API, scope, "", apiId);
            if (api == null) {
                return List.of();
            }
            View view = new View(tx, scope, api);
            return view.stages().stream()
                    .map(stage -> new Staged(stage, view.behindDraft(stage)))
                    .filter(staged -> staged.behindDraft() > 0)
                    .toList();
        });
    }

    /** One API in one transaction. */
    private static final class View {

        private final Store.Reader tx;
        private final Scope scope;
        private final RestApi api;
        private @Nullable ApiDocument draft;

        View(Store.Reader tx, Scope scope, RestApi api) {
            this.tx = tx;
            this.scope = scope;
            this.api = api;
        }

        List<Deployment> deployments() {
            return tx.list(Kind.DEPLOYMENT, scope, api.id());
        }

        List<Stage> stages() {
            return tx.list(Kind.STAGE, scope, api.id()).stream()
                    .sorted(Comparator.comparing(Stage::stageName))
                    .toList();
        }

        List<String> stagesOf(String deploymentId) {
            List<String> names = new ArrayList<>();
            for (Stage stage : stages()) {
                if (stage.deploymentId().equals(deploymentId)) {
                    names.add(stage.stageName());
                }
                var canary = stage.canarySettings();
                if (canary != null && canary.deploymentId().equals(deploymentId)) {
                    names.add(stage.stageName() + CANARY_SUFFIX);
                }
            }
            return names;
        }

        int changes(Deployment from, Deployment to) {
            return from.documentDigest().equals(to.documentDigest())
                    ? 0
                    : DocumentDiff.between(document(from.id()), document(to.id()))
                            .size();
        }

        int behindDraft(Stage stage) {
            return DocumentDiff.between(document(stage.deploymentId()), document(DRAFT))
                    .size();
        }

        /** The id of a deployment, or the draft. */
        String resolve(String text) {
            if (text.equals(DRAFT) || tx.find(Kind.DEPLOYMENT, scope, api.id(), text) != null) {
                return text;
            }
            boolean ofCanary = text.endsWith(CANARY_SUFFIX);
            String name = ofCanary ? text.substring(0, text.length() - CANARY_SUFFIX.length()) : text;
            Stage stage = tx.find(Kind.STAGE, scope, api.id(), name);
            var canary = stage == null ? null : stage.canarySettings();
            if (stage == null || (ofCanary && canary == null)) {
                throw new IllegalArgumentException("API " + api.id() + " has no deployment and no stage " + text);
            }
            return ofCanary && canary != null ? canary.deploymentId() : stage.deploymentId();
        }

        ApiDocument document(String deploymentId) {
            if (deploymentId.equals(DRAFT)) {
                ApiDocument known = draft;
                if (known == null) {
                    known = Deployments.document(tx, scope, api, tx.list(Kind.RESOURCE, scope, api.id()));
                    draft = known;
                }
                return known;
            }
            Deployment deployment = tx.find(Kind.DEPLOYMENT, scope, api.id(), deploymentId);
            ApiDocument document = deployment == null
                    ? null
                    : tx.find(Kind.API_DOCUMENT, scope, api.id(), deployment.documentDigest());
            if (document == null) {
                throw new IllegalStateException(
                        "deployment " + deploymentId + " of API " + api.id() + " has lost its document");
            }
            return document;
        }
    }
}
