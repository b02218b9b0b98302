package dev.sallyport.wire;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.lambda.Lambda;
import dev.sallyport.wire.monitoring.Monitoring;
import dev.sallyport.wire.sts.AssumeRoleRequest;
import dev.sallyport.wire.sts.Sts;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ServicesTest {

    static List<Service> services() {
        return Services.all();
    }

    private static Service service(String key) {
        return Services.all().stream()
                .filter(it -> it.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"apigateway, 124", "apigatewayv2, 103", "apigatewaymanagementapi, 3"})
    void hasEveryOperation(String key, int operations) {
        assertThat(service(key).operations()).hasSize(operations);
    }

    @ParameterizedTest
    @CsvSource({
        "apigateway, Amazon API Gateway, apigateway, 2015-07-09, REST_JSON, , ",
        "apigatewayv2, AmazonApiGatewayV2, apigateway, 2018-11-29, REST_JSON, , ",
        "apigatewaymanagementapi, AmazonApiGatewayManagementApi, execute-api, 2018-11-29, REST_JSON, , ",
        "lambda, AWS Lambda, lambda, 2015-03-31, REST_JSON, , ",
        "iam, AWS Identity and Access Management, iam, 2010-05-08, QUERY, , https://iam.amazonaws.com/doc/2010-05-08/",
        "sts, AWS Security Token Service, sts, 2011-06-15, QUERY, , https://sts.amazonaws.com/doc/2011-06-15/",
        "acm, AWS Certificate Manager, acm, 2015-12-08, AWS_JSON_1_1, CertificateManager, ",
        "logs, Amazon CloudWatch Logs, logs, 2014-03-28, AWS_JSON_1_1, Logs_20140328, ",
        "monitoring, Amazon CloudWatch, monitoring, 2010-08-01, RPC_V2_CBOR AWS_JSON_1_0 QUERY, "
                + "GraniteServiceVersion20100801, http://monitoring.amazonaws.com/doc/2010-08-01/"
    })
    void knowsHowAServiceIsAddressed(
            String key,
            String title,
            String signingName,
            String version,
            String protocols,
            String targetPrefix,
            String xmlNamespace) {
        Service service = service(key);
        String names = service.protocols().stream().map(Enum::name).collect(Collectors.joining(" "));

        assertThat(service.title()).isEqualTo(title);
        assertThat(service.signingName()).isEqualTo(signingName);
        assertThat(service.apiVersion()).isEqualTo(version);
        assertThat(names).isEqualTo(protocols);
        assertThat(service.targetPrefix()).isEqualTo(targetPrefix);
        assertThat(service.xmlNamespace()).isEqualTo(xmlNamespace);
    }

    @ParameterizedTest
    @MethodSource("services")
    void listsOperationsByName(Service service) {
        assertThat(service.operations())
                .isNotEmpty()
                .allSatisfy(it -> assertThat(it.service()).isEqualTo(service.key()))
                .isSortedAccordingTo(Comparator.comparing(Operation::name));
    }

    @Test
    void givesEveryOperationOfServicesWithRecordsBothShapes() {
        for (Service service : List.of(ApiGateway.SERVICE, Lambda.SERVICE)) {
            assertThat(service.operations()).allSatisfy(it -> {
                assertThat(it.input()).isNotNull();
                assertThat(it.output()).isNotNull();
            });
        }
        assertThat(ApiGateway.DELETE_REST_API.output()).isSameAs(Unit.SHAPE);
        assertThat(service("apigatewaymanagementapi").operations())
                .allSatisfy(it -> assertThat(it.input()).isNull());
    }

    @Test
    void givesOnlyTheSelectedOperationsOfAServiceShapes() {
        assertThat(Monitoring.SERVICE.operations())
                .filteredOn(it -> it.input() != null)
                .extracting(Operation::name)
                .containsExactly("GetMetricData", "GetMetricStatistics", "ListMetrics", "PutMetricData");
        assertThat(Monitoring.PUT_METRIC_DATA.output()).isSameAs(Unit.SHAPE);
        assertThat(Sts.ASSUME_ROLE.input()).isSameAs(AssumeRoleRequest.SHAPE);
        assertThat(Sts.ASSUME_ROOT.input()).isNull();
    }

    @Test
    void namesEveryLabelOfAUriAsAMember() {
        for (Service service : List.of(ApiGateway.SERVICE, Lambda.SERVICE)) {
            for (Operation<?, ?> operation : service.operations()) {
                assertThat(requireNonNull(operation.input()).members())
                        .as(operation.name())
                        .filteredOn(it -> it.location() == Member.Location.LABEL)
                        .allSatisfy(it -> assertThat(operation.uri())
                                .containsAnyOf("{" + it.wireName() + "}", "{" + it.wireName() + "+}"));
            }
        }
    }
}
