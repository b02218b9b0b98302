package dev.sallyport.compat;

import static dev.sallyport.compat.TestApi.replace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.AccessAssociationSourceType;
import software.amazon.awssdk.services.apigateway.model.BadRequestException;
import software.amazon.awssdk.services.apigateway.model.ConflictException;
import software.amazon.awssdk.services.apigateway.model.DomainNameStatus;
import software.amazon.awssdk.services.apigateway.model.EndpointType;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.VpcLinkStatus;

/** Custom domains, VPC links, client certificates and the account through the SDK. */
final class DomainLifeTest {

    @RegisterExtension
    static final GatewayProcess GATEWAY = GatewayProcess.with();

    private final ApiGatewayClient client = GATEWAY.apiGateway();

    /** Rest control plane 26, scenario 15. */
    @Test
    void domainAndMapping() {
        TestApi api = TestApi.create(GATEWAY, "mapped");
        api.mock(api.rootId(), "GET", "mapped");
        api.deploy("dev");
        String missing = "arn:aws:acm:us-east-1:" + GatewayProcess.ACCOUNT + ":certificate/a";
        assertThatThrownBy(() -> client.createDomainName(
                        request -> request.domainName("api.example.com").certificateArn(missing)))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("Invalid certificate ARN: " + missing + ". Certificate must be in 'us-east-1'.");
        String certificate = Http.certificate(GATEWAY.endpoint(), "api.example.com");
        var made = client.createDomainName(request -> request.domainName("api.example.com")
                .regionalCertificateArn(certificate)
                .endpointConfiguration(endpoint -> endpoint.types(EndpointType.REGIONAL))
                .tags(Map.of("a", "b")));
        assertThat(made.domainNameStatus()).isEqualTo(DomainNameStatus.AVAILABLE);
        assertThat(made.certificateUploadDate()).isNotNull();
        assertThat(made.tags()).isEqualTo(Map.of("a", "b"));
        assertThatThrownBy(() -> client.createDomainName(request -> request.domainName("api.example.com")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("The domain name you provided already exists.");
        client.tagResource(request -> request.resourceArn(made.domainNameArn()).tags(Map.of("c", "d")));
        assertThat(client.getDomainName(request -> request.domainName("api.example.com"))
                        .tags())
                .isEqualTo(Map.of("a", "b", "c", "d"));

        client.createBasePathMapping(request ->
                request.domainName("api.example.com").restApiId(api.id()).stage("dev"));
        assertThat(client.getBasePathMapping(
                                request -> request.domainName("api.example.com").basePath("(none)"))
                        .stage())
                .isEqualTo("dev");
        assertThatThrownBy(() -> client.createBasePathMapping(
                        request -> request.domainName("api.example.com").restApiId(api.id())))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("Base path already exists for this domain name");
        assertThat(client.updateBasePathMapping(request -> request.domainName("api.example.com")
                                .basePath("(none)")
                                .patchOperations(replace("/basePath", "v1")))
                        .basePath())
                .isEqualTo("v1");
        assertThatThrownBy(() -> client.deleteRestApi(request -> request.restApiId(api.id())))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("Please remove all base path mappings related to the API in your account");
        client.deleteDomainName(request -> request.domainName("api.example.com"));
        assertThatThrownBy(() -> client.getDomainName(request -> request.domainName("api.example.com")))
                .isInstanceOf(NotFoundException.class);
        client.deleteRestApi(request -> request.restApiId(api.id()));
    }

    /** The ARN of an association goes into a path and into a query. */
    @Test
    void accessAssociation() {
        var domain = client.createDomainName(request -> request.domainName("private.example.com")
                .endpointConfiguration(endpoint -> endpoint.types(EndpointType.PRIVATE)));
        var first = client.createDomainNameAccessAssociation(request -> request.domainNameArn(domain.domainNameArn())
                .accessAssociationSourceType(AccessAssociationSourceType.VPCE)
                .accessAssociationSource("vpce-1"));
        var second = client.createDomainNameAccessAssociation(request -> request.domainNameArn(domain.domainNameArn())
                .accessAssociationSourceType(AccessAssociationSourceType.VPCE)
                .accessAssociationSource("vpce-2"));
        assertThat(client.getDomainNameAccessAssociations(request -> {}).items())
                .hasSize(2);
        client.deleteDomainNameAccessAssociation(
                request -> request.domainNameAccessAssociationArn(first.domainNameAccessAssociationArn()));
        client.rejectDomainNameAccessAssociation(request -> request.domainNameArn(domain.domainNameArn())
                .domainNameAccessAssociationArn(second.domainNameAccessAssociationArn()));
        assertThat(client.getDomainNameAccessAssociations(request -> {}).items())
                .isEmpty();
    }

    /** Rest control plane 26, scenario 17. */
    @Test
    void vpcLink() {
        String target = "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/nlb/50dc6c495c0c9188";
        String id = client.createVpcLink(request -> request.name("link").targetArns(target))
                .id();
        var read = client.getVpcLink(request -> request.vpcLinkId(id));
        assertThat(read.status()).isEqualTo(VpcLinkStatus.AVAILABLE);
        assertThat(read.statusMessage()).isEqualTo("Your vpc link is ready for use");
        assertThat(client.updateVpcLink(request -> request.vpcLinkId(id).patchOperations(replace("/name", "new")))
                        .name())
                .isEqualTo("new");
        assertThat(client.getVpcLinks(request -> {}).items()).hasSize(1);
        client.deleteVpcLink(request -> request.vpcLinkId(id));
        assertThatThrownBy(() -> client.getVpcLink(request -> request.vpcLinkId(id)))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("Invalid Vpc Link identifier specified");
    }

    /** R19.1. */
    @Test
    void clientCertificate() throws Exception {
        var made = client.generateClientCertificate(request -> request.description("mine"));
        byte[] pem = made.pemEncodedCertificate().getBytes(StandardCharsets.US_ASCII);
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(made.expirationDate());
        String id = made.clientCertificateId();
        assertThat(client.updateClientCertificate(request ->
                                request.clientCertificateId(id).patchOperations(replace("/description", "x")))
                        .description())
                .isEqualTo("x");
        client.deleteClientCertificate(request -> request.clientCertificateId(id));
        assertThat(client.getClientCertificates(request -> {}).items()).isEmpty();
    }

    /** What Terraform sets and takes back (R9.1, 10.13). */
    @Test
    void account() {
        assertThat(client.getAccount(request -> {}).features()).isEqualTo(List.of("UsagePlans"));
        String role = "arn:aws:iam::" + GatewayProcess.ACCOUNT + ":role/logs";
        Http.query(
                GATEWAY.endpoint(),
                GatewayProcess.ACCOUNT,
                "iam",
                "Action=CreateRole&Version=2010-05-08&RoleName=logs&AssumeRolePolicyDocument="
                        + URLEncoder.encode(
                                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
                                        + "\"Principal\":{\"Service\":\"apigateway.amazonaws.com\"}}]}",
                                StandardCharsets.UTF_8));
        assertThat(client.updateAccount(request -> request.patchOperations(replace("/cloudwatchRoleArn", role)))
                        .cloudwatchRoleArn())
                .isEqualTo(role);
        assertThat(client.updateAccount(request -> request.patchOperations(replace("/cloudwatchRoleArn", "")))
                        .cloudwatchRoleArn())
                .isNull();
    }
}
