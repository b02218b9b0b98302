package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.Services;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.RestApis;
import dev.sallyport.wire.apigatewaymanagementapi.ApiGatewayManagementApi;
import org.junit.jupiter.api.Test;

class OperationsReportTest {

    private final OperationsReport report = new OperationsReport(
            Services.all(),
            new Recorder()
                    .on(ApiGateway.GET_REST_APIS, RestApis.builder().build())
                    .registry());

    @Test
    void every_operation_is_listed_and_only_registered_ones_are_supported() {
        assertThat(report.entries().stream().filter(OperationsReport.Entry::supported))
                .containsExactly(new OperationsReport.Entry("apigateway", "GetRestApis", true));
        assertThat(report.entries().stream().filter(e -> e.service().equals("apigateway")))
                .hasSize(124);
    }

    @Test
    void what_the_data_plane_answers_is_supported() {
        OperationRegistry registry = new OperationRegistry().ofDataPlane(ApiGatewayManagementApi.SERVICE);
        assertThat(new OperationsReport(Services.all(), registry)
                        .entries().stream()
                                .filter(OperationsReport.Entry::supported)
                                .map(OperationsReport.Entry::operation))
                .containsExactlyInAnyOrder("DeleteConnection", "GetConnection", "PostToConnection");
    }

    @Test
    void the_text_has_a_line_for_each_operation() {
        assertThat(report.text().lines())
                .contains(
                        "Amazon API Gateway (apigateway): 1 of 124 operations",
                        "  yes GetRestApis",
                        "  no  GetRestApi");
    }

    @Test
    void the_json_has_an_object_for_each_operation() {
        assertThat(report.json())
                .startsWith("[{\"service\":\"apigateway\",\"operation\":\"CreateApiKey\",\"supported\":false}")
                .contains("{\"service\":\"apigateway\",\"operation\":\"GetRestApis\",\"supported\":true}");
    }

    @Test
    void the_table_has_a_row_for_each_service() {
        assertThat(report.markdown().lines())
                .contains("| Amazon API Gateway | 1 of 124 | GetRestApis |")
                .hasSize(2 + Services.all().size())
                .anyMatch(line -> line.endsWith("| none yet |"));
    }
}
