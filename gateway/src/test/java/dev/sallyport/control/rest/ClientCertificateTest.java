package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.given;
import static dev.sallyport.control.rest.Rest.replace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Rest.Api;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.ClientCertificate;
import dev.sallyport.wire.apigateway.CreateDeploymentRequest;
import dev.sallyport.wire.apigateway.DeleteClientCertificateRequest;
import dev.sallyport.wire.apigateway.GenerateClientCertificateRequest;
import dev.sallyport.wire.apigateway.GetClientCertificateRequest;
import dev.sallyport.wire.apigateway.GetClientCertificatesRequest;
import dev.sallyport.wire.apigateway.UpdateClientCertificateRequest;
import dev.sallyport.wire.apigateway.UpdateStageRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Client certificates (7.14, 9.5, 19). */
class ClientCertificateTest {

    private final Rest rest = new Rest();

    @Test
    void isAnsweredWithoutItsKey_R19_1() {
        ClientCertificate made = rest.send(
                ApiGateway.GENERATE_CLIENT_CERTIFICATE,
                GenerateClientCertificateRequest.builder()
                        .description("mine")
                        .tags(Map.of("a", "b"))
                        .build());
        String id = given(made.clientCertificateId());
        assertThat(id).matches("[a-z0-9]{6}");
        assertThat(made.description()).isEqualTo("mine");
        assertThat(made.tags()).isEqualTo(Map.of("a", "b"));
        assertThat(made.createdDate()).isEqualTo("2025-06-01T10:00:00Z");
        assertThat(made.expirationDate()).as("365 days").isEqualTo("2026-06-01T10:00:00Z");
        assertThat(made.pemEncodedCertificate()).startsWith("-----BEGIN CERTIFICATE-----");
        assertThat(made.toString()).doesNotContain("PRIVATE");
        assertThat(rest.send(ApiGateway.GET_CLIENT_CERTIFICATE, get(id))).isEqualTo(made);
        assertThat(rest.send(
                                ApiGateway.GET_CLIENT_CERTIFICATES,
                                GetClientCertificatesRequest.builder().build())
                        .items())
                .containsExactly(made);
        var stored = given(rest.store.read(tx -> tx.find(Kind.CLIENT_CERTIFICATE, Rest.SCOPE, "", id)));
        assertThat(stored.pemEncodedPrivateKey()).as("for the data plane").startsWith("-----BEGIN PRIVATE KEY-----");
        assertThat(stored.toString()).doesNotContain("PRIVATE");
    }

    @Test
    void withoutWordsAndTagsThereAreNone_R1_17() {
        ClientCertificate made = rest.send(
                ApiGateway.GENERATE_CLIENT_CERTIFICATE,
                GenerateClientCertificateRequest.builder().description("").build());
        assertThat(made.description()).isNull();
        assertThat(made.tags()).isNull();
    }

    @Test
    void isDescribedAndDeleted_R19_2() {
        ClientCertificate made = rest.send(
                ApiGateway.GENERATE_CLIENT_CERTIFICATE,
                GenerateClientCertificateRequest.builder().build());
        String id = given(made.clientCertificateId());
        UpdateClientCertificateRequest update = UpdateClientCertificateRequest.builder()
                .clientCertificateId(id)
                .patchOperations(List.of(replace("/description", "new")))
                .build();
        ClientCertificate described = rest.send(ApiGateway.UPDATE_CLIENT_CERTIFICATE, update);
        assertThat(described.description()).isEqualTo("new");
        assertThat(described.pemEncodedCertificate()).isEqualTo(made.pemEncodedCertificate());
        DeleteClientCertificateRequest delete =
                DeleteClientCertificateRequest.builder().clientCertificateId(id).build();
        rest.send(ApiGateway.DELETE_CLIENT_CERTIFICATE, delete);
        for (ServiceException refusal : List.of(
                rest.refused(ApiGateway.DELETE_CLIENT_CERTIFICATE, delete),
                rest.refused(ApiGateway.UPDATE_CLIENT_CERTIFICATE, update),
                rest.refused(ApiGateway.GET_CLIENT_CERTIFICATE, get(id)))) {
            assertThat(refusal.status()).isEqualTo(404);
            assertThat(refusal.getMessage()).isEqualTo("Invalid Client Certificate identifier specified");
        }
    }

    @Test
    void oneThatAStageShowsStays_R19_2() {
        Api api = rest.api();
        rest.mock(api, api.root(), "GET");
        rest.send(
                ApiGateway.CREATE_DEPLOYMENT,
                CreateDeploymentRequest.builder()
                        .restApiId(api.id())
                        .stageName("dev")
                        .build());
        String id = given(rest.send(
                        ApiGateway.GENERATE_CLIENT_CERTIFICATE,
                        GenerateClientCertificateRequest.builder().build())
                .clientCertificateId());
        show(api, id);
        DeleteClientCertificateRequest delete =
                DeleteClientCertificateRequest.builder().clientCertificateId(id).build();
        ServiceException refusal = rest.refused(ApiGateway.DELETE_CLIENT_CERTIFICATE, delete);
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.getMessage())
                .isEqualTo("Cannot delete client certificate. Client certificate '" + id + "', is referenced in ["
                        + api.id() + ":dev] in format of [RESTApiId:Stage].");
        show(api, "");
        rest.send(ApiGateway.DELETE_CLIENT_CERTIFICATE, delete);
    }

    private void show(Api api, String certificateId) {
        rest.send(
                ApiGateway.UPDATE_STAGE,
                UpdateStageRequest.builder()
                        .restApiId(api.id())
                        .stageName("dev")
                        .patchOperations(List.of(replace("/clientCertificateId", certificateId)))
                        .build());
    }

    private static GetClientCertificateRequest get(String id) {
        return GetClientCertificateRequest.builder().clientCertificateId(id).build();
    }
}
