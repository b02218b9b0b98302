package dev.sallyport.control.rest.domains;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.certificate.SelfSignedCertificate;
import dev.sallyport.control.patch.DomainPatch;
import dev.sallyport.control.rest.Input;
import dev.sallyport.control.rest.Lookups;
import dev.sallyport.control.rest.Page;
import dev.sallyport.control.rest.TagRules;
import dev.sallyport.model.ClientCertificate;
import dev.sallyport.model.Ids;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigateway.PatchOperation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Client certificates (rest-control-plane 19). */
final class ClientCertificates {

    private static final Duration VALIDITY = Duration.ofDays(365);

    private final Store store;
    private final Ids ids;
    private final InstantSource clock;

    ClientCertificates(Store store, Ids ids, InstantSource clock) {
        this.store = store;
        this.ids = ids;
        this.clock = clock;
    }

    /** GenerateClientCertificate (R19.1). The key is made before the transaction, which other writers wait for. */
    ClientCertificate generate(Call call, @Nullable String description, @Nullable Map<String, String> givenTags) {
        Map<String, String> tags = Objects.requireNonNullElse(givenTags, Map.of());
        TagRules.check(tags);
        Instant created = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant expires = created.plus(VALIDITY);
        SelfSignedCertificate made = SelfSignedCertificate.generate(created, expires);
        return store.write(tx -> {
            String id = ids.next(
                    Ids.SHORT, candidate -> tx.find(Kind.CLIENT_CERTIFICATE, call.scope(), "", candidate) != null);
            ClientCertificate certificate = new ClientCertificate(
                    id, Input.orNull(description), made.certificate(), made.privateKey(), created, expires, tags);
            tx.put(Kind.CLIENT_CERTIFICATE, call.scope(), "", id, certificate);
            return certificate;
        });
    }

    ClientCertificate get(Call call, String id) {
        return store.read(tx -> find(tx, call, id));
    }

    private static ClientCertificate find(Store.Reader tx, Call call, String id) {
        return Lookups.clientCertificate(tx, call, id);
    }

    Page<ClientCertificate> list(Call call, @Nullable Integer limit, @Nullable String position) {
        List<ClientCertificate> all = store.read(tx -> tx.list(Kind.CLIENT_CERTIFICATE, call.scope(), ""));
        return Page.of(all, ClientCertificate::clientCertificateId, limit, position);
    }

    /** UpdateClientCertificate (9.5). */
    ClientCertificate update(Call call, String id, @Nullable List<PatchOperation> operations) {
        return store.write(tx -> {
            ClientCertificate patched = DomainPatch.CLIENT_CERTIFICATE.apply(find(tx, call, id), operations);
            tx.put(Kind.CLIENT_CERTIFICATE, call.scope(), "", id, patched);
            return patched;
        });
    }

    /** DeleteClientCertificate; refused while a stage shows it to its backends (R19.2). */
    void delete(Call call, String id) {
        store.write(tx -> {
            find(tx, call, id);
            requireUnused(tx, call, id);
            return tx.delete(Kind.CLIENT_CERTIFICATE, call.scope(), "", id);
        });
    }

    /** The wording is inferred. */
    private static void requireUnused(Store.Reader tx, Call call, String id) {
        List<String> stages = tx.parentsMentioning(Kind.STAGE, call.scope(), id).stream()
                .flatMap(apiId -> tx.list(Kind.STAGE, call.scope(), apiId).stream()
                        .filter(stage -> id.equals(stage.clientCertificateId()))
                        .map(stage -> apiId + ":" + stage.stageName()))
                .toList();
        if (!stages.isEmpty()) {
            throw used(id, stages, "RESTApiId");
        }
        List<String> webSockets = tx.parentsMentioning(Kind.WEB_SOCKET_STAGE, call.scope(), id).stream()
                .flatMap(apiId -> tx.list(Kind.WEB_SOCKET_STAGE, call.scope(), apiId).stream()
                        .filter(stage -> id.equals(stage.clientCertificateId()))
                        .map(stage -> apiId + ":" + stage.name()))
                .toList();
        if (!webSockets.isEmpty()) {
            throw used(id, webSockets, "WebSocketApiId");
        }
    }

    private static ServiceException used(String id, List<String> stages, String apiId) {
        return ServiceException.badRequest("Cannot delete client certificate. Client certificate '" + id
                + "', is referenced in " + stages + " in format of [" + apiId + ":Stage].");
    }
}
