package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.Unit;
import dev.sallyport.wire.acm.Acm;
import dev.sallyport.wire.acm.CertificateDetail;
import dev.sallyport.wire.acm.DescribeCertificateResponse;
import dev.sallyport.wire.iam.CreateUserRequest;
import dev.sallyport.wire.iam.Iam;
import dev.sallyport.wire.iam.ListUsersRequest;
import dev.sallyport.wire.iam.ListUsersResponse;
import dev.sallyport.wire.iam.Tag;
import dev.sallyport.wire.iam.User;
import dev.sallyport.wire.monitoring.ListMetricsOutput;
import dev.sallyport.wire.monitoring.Monitoring;
import dev.sallyport.wire.sts.Sts;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The protocols of the companion services as they are on the wire. */
class QueryProtocolTest {

    private static final String CREATE = "Action=CreateUser&Version=2010-05-08&UserName=ann";

    private final Recorder recorder = new Recorder()
            .on(
                    Iam.LIST_USERS,
                    ListUsersResponse.builder()
                            .users(List.of(User.builder()
                                    .userName("a<b>&\"c\"")
                                    .createDate(Instant.parse("2024-01-01T00:00:00Z"))
                                    .build()))
                            .isTruncated(false)
                            .build())
            .on(Iam.DELETE_USER, Unit.INSTANCE)
            .on(
                    Iam.CREATE_USER,
                    dev.sallyport.wire.iam.CreateUserResponse.builder().build());

    private static Calls iam(String form) {
        return Calls.signed("iam", "POST", "/").form(form);
    }

    @Test
    @DisplayName("companion R2.2, R2.4: the answer of an operation with a result")
    void answers() {
        WireResponse response = recorder.send(iam("Action=ListUsers&Version=2010-05-08"));
        assertThat(Calls.header(response, "Content-Type")).isEqualTo("text/xml");
        assertThat(Calls.header(response, "x-amzn-RequestId")).isEqualTo(Calls.REQUEST_ID);
        assertThat(Calls.text(response))
                .isEqualTo("<ListUsersResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><ListUsersResult>"
                        + "<Users><member><UserName>a&lt;b&gt;&amp;&quot;c&quot;</UserName>"
                        + "<CreateDate>2024-01-01T00:00:00Z</CreateDate></member></Users>"
                        + "<IsTruncated>false</IsTruncated></ListUsersResult><ResponseMetadata><RequestId>"
                        + Calls.REQUEST_ID + "</RequestId></ResponseMetadata></ListUsersResponse>");
    }

    @Test
    @DisplayName("companion R2.2: the answer of an operation without output")
    void answersWithoutResult() {
        WireResponse response = recorder.send(iam("Action=DeleteUser&Version=2010-05-08&UserName=ann"));
        assertThat(Calls.text(response))
                .isEqualTo("<DeleteUserResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">"
                        + "<ResponseMetadata><RequestId>" + Calls.REQUEST_ID
                        + "</RequestId></ResponseMetadata></DeleteUserResponse>");
    }

    @Test
    @DisplayName("companion R1.4, R2.1: parameters stand in the query or in a form; lists are numbered")
    void parameters() {
        String tags = "&Tags.member.10.Key=z&Tags.member.10.Value=%2B+x&Tags.member.2.Key=a&Tags.member.2.Value=";
        CreateUserRequest inForm = recorder.accepted(CreateUserRequest.class, iam(CREATE + tags));
        CreateUserRequest inQuery =
                recorder.accepted(CreateUserRequest.class, Calls.signed("iam", "GET", "/?" + CREATE + tags));
        assertThat(inForm.tags()).containsExactly(new Tag("a", ""), new Tag("z", "+ x"));
        assertThat(inQuery).isEqualTo(inForm);
        assertThat(recorder.accepted(CreateUserRequest.class, iam(CREATE + "&Tags=&X-Amz-Whatever=1"))
                        .tags())
                .isEmpty();
        assertThat(recorder.accepted(ListUsersRequest.class, iam("Action=ListUsers&Version=2010-05-08&MaxItems=7"))
                        .maxItems())
                .isEqualTo(7);
    }

    @Test
    @DisplayName("companion R2.1: what cannot be read is malformed")
    void malformed() {
        for (String bad : List.of(
                "Action=ListUsers&Version=2010-05-08&MaxItems=many",
                CREATE + "&Tags.member.x.Key=a",
                CREATE + "&UserName.member.1=a",
                CREATE + "&Path=%zz",
                CREATE + "&a" + ".b".repeat(40) + "=1")) {
            WireResponse response = recorder.send(iam(bad));
            assertThat(response.status()).as(bad).isEqualTo(400);
        }
        assertThat(Calls.text(recorder.send(iam("Action=ListUsers&Version=2010-05-08&MaxItems=many"))))
                .contains("<Type>Sender</Type><Code>MalformedInput</Code>");
    }

    @Test
    @DisplayName("companion R6.1: violations of the model are a ValidationError")
    void validation() {
        Recorder sts = new Recorder()
                .on(
                        Sts.ASSUME_ROLE,
                        dev.sallyport.wire.sts.AssumeRoleResponse.builder().build());
        WireResponse response = sts.send(Calls.signed("sts", "POST", "/")
                .form("Action=AssumeRole&Version=2011-06-15&RoleArn=arn:aws:iam::111111111111:role/r"
                        + "&RoleSessionName=Session1:2"));
        assertThat(Calls.text(response))
                .contains("<Code>ValidationError</Code><Message>1 validation error detected: Value 'Session1:2' at"
                        + " 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression"
                        + " pattern: [\\w+=,.@-]*</Message>");
    }

    @Test
    @DisplayName("companion R2.7, R2.9: JSON 1.1 answers times in epoch seconds")
    void json() {
        Recorder acm = new Recorder()
                .on(
                        Acm.DESCRIBE_CERTIFICATE,
                        DescribeCertificateResponse.builder()
                                .certificate(CertificateDetail.builder()
                                        .createdAt(Instant.parse("2024-01-01T00:00:00.5Z"))
                                        .build())
                                .build());
        WireResponse response = acm.send(Calls.signed("acm", "POST", "/")
                .header("X-Amz-Target", "CertificateManager.DescribeCertificate")
                .header("Content-Type", "application/x-amz-json-1.1")
                .body("{\"CertificateArn\":\"arn:aws:acm:us-east-1:123456789012:certificate/x\"}"));
        assertThat(Calls.header(response, "Content-Type")).isEqualTo("application/x-amz-json-1.1");
        assertThat(Calls.text(response)).isEqualTo("{\"Certificate\":{\"CreatedAt\":1704067200.5}}");
    }

    @Test
    @DisplayName("companion R2.11: CBOR answers")
    void cbor() {
        Recorder monitoring = new Recorder()
                .on(
                        Monitoring.LIST_METRICS,
                        ListMetricsOutput.builder().metrics(List.of()).build())
                .on(Monitoring.PUT_METRIC_DATA, Unit.INSTANCE);
        WireResponse response = monitoring.send(
                Calls.signed("monitoring", "POST", "/service/GraniteServiceVersion20100801/operation/ListMetrics")
                        .header("Smithy-Protocol", "rpc-v2-cbor")
                        .header("Content-Type", "application/cbor")
                        .body(new byte[] {(byte) 0xBF, (byte) 0xFF}));
        assertThat(Calls.header(response, "Content-Type")).isEqualTo("application/cbor");
        assertThat(Calls.header(response, "Smithy-Protocol")).isEqualTo("rpc-v2-cbor");
        assertThat(response.body()).containsExactly(0xA1, 0x67, 'M', 'e', 't', 'r', 'i', 'c', 's', 0x80);
        WireResponse empty = monitoring.send(
                Calls.signed("monitoring", "POST", "/service/GraniteServiceVersion20100801/operation/PutMetricData")
                        .header("Smithy-Protocol", "rpc-v2-cbor")
                        .body(new byte[] {(byte) 0xA1, 0x69, 'N', 'a', 'm', 'e', 's', 'p', 'a', 'c', 'e', 0x61, 'n'}));
        assertThat(empty.status()).isEqualTo(200);
        assertThat(empty.body()).isEmpty();
        assertThat(Calls.header(empty, "Content-Type")).isNull();
    }
}
