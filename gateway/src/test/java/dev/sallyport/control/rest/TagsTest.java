package dev.sallyport.control.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Rest.Api;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CreateDeploymentRequest;
import dev.sallyport.wire.apigateway.GetTagsRequest;
import dev.sallyport.wire.apigateway.TagResourceRequest;
import dev.sallyport.wire.apigateway.UntagResourceRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tags by ARN (21). */
class TagsTest {

    private static final String PREFIX = "arn:aws:apigateway:us-east-1::";

    private final Rest rest = new Rest();
    private final Api api = rest.api();

    @Test
    void tagsOfAnApiAndOfAStage_R21_3() {
        rest.mock(api, api.root(), "GET");
        rest.send(
                ApiGateway.CREATE_DEPLOYMENT,
                CreateDeploymentRequest.builder()
                        .restApiId(api.id())
                        .stageName("dev")
                        .build());
        for (String arn : List.of(PREFIX + "/restapis/" + api.id(), PREFIX + "/restapis/" + api.id() + "/stages/dev")) {
            assertThat(tags(arn)).isEmpty();
            tag(arn, Map.of("a", "1", "b", "2"));
            tag(arn, Map.of("b", "3", "c", "4"));
            rest.send(
                    ApiGateway.UNTAG_RESOURCE,
                    UntagResourceRequest.builder()
                            .resourceArn(arn)
                            .tagKeys(List.of("a", "unknown"))
                            .build());
            assertThat(tags(arn)).isEqualTo(Map.of("b", "3", "c", "4"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:apigateway:us-east-1::/restapis/nope, 404, Invalid API identifier specified 111111111111:nope",
        "arn:aws:apigateway:us-east-1::/account, 400, Invalid ARN specified in the request",
        "arn:aws:apigateway:eu-west-1::/restapis/x, 400, Invalid ARN specified in the request",
        "nope, 400, Invalid ARN specified in the request"
    })
    void unknownArns_R21_5(String arn, int status, String message) {
        ServiceException refusal = rest.refused(
                ApiGateway.GET_TAGS, GetTagsRequest.builder().resourceArn(arn).build());
        assertThat(refusal.status()).isEqualTo(status);
        assertThat(refusal.getMessage()).isEqualTo(message);
    }

    @Test
    void unknownStage() {
        String arn = PREFIX + "/restapis/" + api.id() + "/stages/nope";
        assertThat(rest.refused(
                                ApiGateway.TAG_RESOURCE,
                                TagResourceRequest.builder()
                                        .resourceArn(arn)
                                        .tags(Map.of("a", "b"))
                                        .build())
                        .getMessage())
                .isEqualTo("Invalid Stage identifier specified");
    }

    private Map<String, String> tags(String arn) {
        return Rest.given(rest.send(
                        ApiGateway.GET_TAGS,
                        GetTagsRequest.builder().resourceArn(arn).build())
                .tags());
    }

    private void tag(String arn, Map<String, String> tags) {
        rest.send(
                ApiGateway.TAG_RESOURCE,
                TagResourceRequest.builder().resourceArn(arn).tags(tags).build());
    }
}
