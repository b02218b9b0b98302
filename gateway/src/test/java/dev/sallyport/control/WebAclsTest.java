package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.Services;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Issue 6, point 8: WAF ACLs are refused loudly (R11.16: that a patch of a stage sets none is in Stage.case). */
class WebAclsTest {

    private static final String STAGE = "arn:aws:apigateway:eu-west-1::/restapis/abc123/stages/prod";

    private final List<String> forwarded = new ArrayList<>();

    private WireResponse send(boolean hasUpstream, Calls calls) {
        ServiceForwarder upstream = (service, request) -> {
            forwarded.add(service);
            return hasUpstream ? new WireResponse(200, List.of(), new byte[0]) : null;
        };
        return new ControlPlane(
                        new OperationRegistry(),
                        Services.all(),
                        ControlSettings.defaults(),
                        AccessKeyAccounts.NONE,
                        upstream,
                        () -> Calls.REQUEST_ID)
                .handle(calls.request());
    }

    private static Calls associate(String service, String target, String body) {
        return Calls.signed(service, "POST", "/")
                .header("X-Amz-Target", target + ".AssociateWebACL")
                .header("Content-Type", "application/x-amz-json-1.1")
                .body(body);
    }

    @ParameterizedTest(name = "{0}, upstream {2}")
    @CsvSource({
        "wafv2, AWSWAF_20190729, false",
        "wafv2, AWSWAF_20190729, true",
        "waf-regional, AWSWAF_Regional_20161128, false",
        "waf-regional, AWSWAF_Regional_20161128, true"
    })
    @DisplayName("no stage gets a web ACL, not even by an upstream that would say it has")
    void stages(String service, String target, boolean hasUpstream) {
        WireResponse answer = send(
                hasUpstream,
                associate(service, target, "{\"WebACLArn\":\"arn:aws:wafv2:x\",\"ResourceArn\":\"" + STAGE + "\"}"));

        assertThat(answer.status()).isEqualTo(501);
        assertThat(Calls.text(answer))
                .contains("AssociateWebACL of AWS WAF is not supported", STAGE, "resource policy");
        assertThat(forwarded).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"ResourceArn\":7}",
                "{\"resourceArn\":\"" + STAGE + "\"}",
                "{\"ResourceArn\":\"arn:aws:\\u0061pigateway:eu-west-1::/restapis/abc123/stages/prod\"}"
            })
    @DisplayName("a call that may be about a stage is refused too")
    void doubtful(String body) {
        assertThat(send(true, associate("wafv2", "AWSWAF_20190729", body)).status())
                .isEqualTo(501);
        assertThat(forwarded).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true, 200", "false, 501"})
    @DisplayName("what protects others goes to the upstream; without one the service is refused by its name")
    void others(boolean hasUpstream, int status) {
        WireResponse balancer = send(
                hasUpstream,
                associate(
                        "wafv2",
                        "AWSWAF_20190729",
                        "{\"ResourceArn\":\"arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/a/b\"}"));
        WireResponse created = send(
                hasUpstream, Calls.signed("wafv2", "POST", "/").header("X-Amz-Target", "AWSWAF_20190729.CreateWebACL"));

        assertThat(balancer.status()).isEqualTo(status);
        assertThat(created.status()).isEqualTo(status);
        assertThat(forwarded).containsExactly("wafv2", "wafv2");
        if (!hasUpstream) {
            assertThat(Calls.text(created)).contains("The service wafv2 is not supported by this version of Sallyport");
        }
    }
}
