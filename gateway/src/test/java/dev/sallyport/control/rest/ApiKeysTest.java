package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.given;
import static dev.sallyport.control.rest.Rest.op;
import static dev.sallyport.control.rest.Rest.replace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.Scope;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.ApiKey;
import dev.sallyport.wire.apigateway.ApiKeys;
import dev.sallyport.wire.apigateway.CreateApiKeyRequest;
import dev.sallyport.wire.apigateway.CreateDeploymentRequest;
import dev.sallyport.wire.apigateway.DeleteApiKeyRequest;
import dev.sallyport.wire.apigateway.GetApiKeyRequest;
import dev.sallyport.wire.apigateway.GetApiKeysRequest;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.StageKey;
import dev.sallyport.wire.apigateway.UpdateApiKeyRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** API keys (7.12, 9.2, 10.9). */
class ApiKeysTest {

    private final Rest rest = new Rest();

    @Test
    void aKeyWithoutAnythingHasAnIdAndAValueOfItsOwn_R10_105() {
        ApiKey key = create(members -> members.name("").value("").description(""));

        assertThat(key.id()).matches("[a-z0-9]{10}");
        assertThat(key.value()).matches("[A-Za-z0-9]{40}").isNotEqualTo(key.id());
        assertThat(key)
                .isEqualTo(ApiKey.builder()
                        .id(key.id())
                        .value(key.value())
                        .enabled(false)
                        .createdDate(Instant.parse("2025-06-01T10:00:00Z"))
                        .lastUpdatedDate(Instant.parse("2025-06-01T10:00:00Z"))
                        .stageKeys(List.of())
                        .build());
    }

    @Test
    void whatWasGivenIsAnswered_R21_6() {
        ApiKey key = create(members -> members.name("partner")
                .description("of a partner")
                .customerId("c1")
                .enabled(true)
                .generateDistinctId(true)
                .value("01234567890123456789")
                .tags(Map.of("a", "b")));

        assertThat(key.name()).isEqualTo("partner");
        assertThat(key.description()).isEqualTo("of a partner");
        assertThat(key.customerId()).isEqualTo("c1");
        assertThat(key.enabled()).isTrue();
        assertThat(key.value()).isEqualTo("01234567890123456789");
        assertThat(key.tags()).isEqualTo(Map.of("a", "b"));
    }

    @Test
    void theValueIsShownOnlyWhenAskedFor_R6_7() {
        ApiKey key = create(members -> members.name("a"));

        assertThat(get(given(key.id()), null).value()).isNull();
        assertThat(get(given(key.id()), false).value()).isNull();
        assertThat(get(given(key.id()), true).value()).isEqualTo(key.value());
        assertThat(list(members -> members).items()).extracting(ApiKey::value).containsOnlyNulls();
        assertThat(list(members -> members.includeValues(true)).items())
                .extracting(ApiKey::value)
                .containsExactly(key.value());
        assertThat(update(given(key.id()), replace("/enabled", "true")).value()).isNull();
    }

    @Test
    void tagsAreAbsentOrEmpty_R7_2() {
        ApiKey key = create(members -> members);

        assertThat(key.tags()).isNull();
        assertThat(list(members -> members).items()).extracting(ApiKey::tags).containsOnlyNulls();
        assertThat(get(given(key.id()), null).tags()).isEmpty();
        assertThat(update(given(key.id())).tags()).isEmpty();
    }

    @Test
    @DisplayName("R10.100 to R10.103, MRQ-4: names and values have bounds")
    void lengths_R10_100_to_R10_103() {
        assertThat(refusal(members -> members.name("n".repeat(1025))))
                .isEqualTo("400 Invalid API Key name, can be at most 1024 characters.");
        assertThat(refusal(members -> members.value("v".repeat(19))))
                .isEqualTo("400 API Key value should be at least 20 characters");
        assertThat(refusal(members -> members.value("v".repeat(129))))
                .isEqualTo("400 API Key value exceeds maximum size of 128 characters");
        assertThat(refusal(members -> members.description("d".repeat(125_001))))
                .isEqualTo("400 Invalid API Key description specified.");
        ApiKey longest = create(
                members -> members.name("n".repeat(1024)).value("v".repeat(128)).description("d".repeat(125_000)));

        assertThat(updateRefusal(given(longest.id()), replace("/description", "d".repeat(125_001))))
                .isEqualTo("400 Invalid API Key description specified.");
        assertThat(updateRefusal(given(longest.id()), replace("/name", "n".repeat(1025))))
                .isEqualTo("400 Invalid API Key name, can be at most 1024 characters.");
        assertThat(get(given(longest.id()), null).name()).hasSize(1024);
    }

    @Test
    void aValueBelongsToOneKeyOfAnAccountAndRegion_R10_104() {
        String value = "01234567890123456789";
        ApiKey key = create(members -> members.value(value));
        assertThat(refusal(members -> members.value(value))).isEqualTo("409 API Key already exists");
        assertThat(list(members -> members).items()).hasSize(1);

        rest.call = new Call(new Scope("111111111111", "eu-west-1"), "request", "http://localhost:8080");
        create(members -> members.value(value));
        rest.call = new Call(Rest.SCOPE, "request", "http://localhost:8080");

        delete(given(key.id()));
        assertThat(create(members -> members.value(value)).value()).isEqualTo(value);
    }

    @Test
    void theNewestComesFirst_R6_5() {
        for (String name : List.of("first", "second", "third")) {
            create(members -> members.name(name));
        }
        assertThat(names(members -> members)).containsExactly("third", "second", "first");
    }

    @Test
    void filters_R6_6() {
        create(members -> members.name("shop-a").customerId("c1"));
        create(members -> members.name("Shop-b").customerId("c2"));
        create(members -> members.name("shop-c").customerId("c2"));
        create(members -> members.customerId("c2"));

        assertThat(names(members -> members.nameQuery("shop"))).containsExactly("shop-c", "shop-a");
        assertThat(names(members -> members.nameQuery("hop"))).isEmpty();
        assertThat(names(members -> members.customerId("c2"))).containsExactly(null, "shop-c", "Shop-b");
        assertThat(names(members -> members.customerId("c"))).isEmpty();
        assertThat(names(members -> members.customerId("c2").nameQuery("s"))).containsExactly("shop-c");
    }

    @Test
    void pagesGoOnWhateverComesAndGoes_R6_3() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            ids.add(given(create(members -> members.name("k")).id()));
        }
        ApiKeys first = list(members -> members.limit(3).nameQuery("k"));
        delete(given(given(first.items()).getLast().id()));
        create(members -> members.name("k"));
        ApiKeys second = list(members -> members.limit(3).nameQuery("k").position(first.position()));
        ApiKeys third = list(members -> members.limit(3).nameQuery("k").position(second.position()));

        assertThat(given(second.items()).stream().map(ApiKey::id)).containsExactly(ids.get(3), ids.get(2), ids.get(1));
        assertThat(given(third.items()).stream().map(ApiKey::id)).containsExactly(ids.get(0));
        assertThat(third.position()).isNull();
        assertThat(list(members -> members.limit(7)).position()).isNull();
        assertThat(list(members -> members.limit(0)).items()).hasSize(7);
    }

    @Test
    void aPositionThatIsNone_R6_3() {
        for (String position : List.of("!", "abc", "QDEyMzQ1Njc4OTAxMjM0NTY3ODk", "MTox")) {
            ServiceException refusal = rest.refused(
                    ApiGateway.GET_API_KEYS,
                    GetApiKeysRequest.builder().position(position).build());
            assertThat(refusal.getMessage()).isEqualTo("Invalid position parameter specified");
        }
    }

    @Test
    void anUpdateIsDated() {
        ApiKey key = create(members -> members.name("a"));
        rest.now = Instant.parse("2025-06-02T10:00:00.5Z");

        ApiKey updated = update(given(key.id()), replace("/name", "b"));

        assertThat(updated.name()).isEqualTo("b");
        assertThat(updated.createdDate()).isEqualTo("2025-06-01T10:00:00Z");
        assertThat(updated.lastUpdatedDate()).isEqualTo("2025-06-02T10:00:00Z");
        assertThat(update(given(key.id())).lastUpdatedDate()).isEqualTo("2025-06-02T10:00:00Z"); // R8.12
    }

    @Test
    void stageKeysNameStagesThatExist() {
        Rest.Api api = rest.api();
        rest.mock(api, api.root(), "GET");
        rest.send(
                ApiGateway.CREATE_DEPLOYMENT,
                CreateDeploymentRequest.builder()
                        .restApiId(api.id())
                        .stageName("dev")
                        .build());

        ApiKey key = create(members -> members.stageKeys(List.of(stageKey(api.id(), "dev"))));

        assertThat(key.stageKeys()).containsExactly(api.id() + "/dev");
        assertThat(refusal(members -> members.stageKeys(List.of(stageKey(api.id(), "prod")))))
                .isEqualTo("404 Invalid Stage identifier specified");
        assertThat(refusal(members -> members.stageKeys(List.of(stageKey("nope", "dev")))))
                .isEqualTo("404 Invalid API identifier specified 111111111111:nope");
        assertThat(updateRefusal(given(key.id()), op("add", "/stages", api.id() + "/prod")))
                .isEqualTo("404 Invalid Stage identifier specified");
        assertThat(updateRefusal(given(key.id()), op("add", "/stages", null)))
                .isEqualTo("400 Invalid stage key specified: null");
        assertThat(update(given(key.id()), op("remove", "/stages", api.id() + "/dev"))
                        .stageKeys())
                .isEmpty();
    }

    @Test
    void anIdOfTheClient() {
        assertThat(create(members -> members.tags(Map.of("_custom_id_", "mykey")))
                        .id())
                .isEqualTo("mykey");
        assertThat(refusal(members -> members.tags(Map.of("_custom_id_", "mykey"))))
                .isEqualTo("409 An API key with the id of tag _custom_id_ already exists: mykey");
        assertThat(refusal(members -> members.tags(Map.of("_custom_id_", "My/Key"))))
                .startsWith("400 Invalid value of tag _custom_id_: My/Key");
    }

    @Test
    void unknownKeys_2_3() {
        String unknown = "404 Invalid API Key identifier specified";
        create(members -> members.tags(Map.of("_custom_id_", "abc")));

        assertThat(text(rest.refused(
                        ApiGateway.GET_API_KEY,
                        GetApiKeyRequest.builder().apiKey("ABC").build())))
                .isEqualTo(unknown);
        assertThat(updateRefusal("nope", replace("/name", "x"))).isEqualTo(unknown);
        assertThat(text(rest.refused(
                        ApiGateway.DELETE_API_KEY,
                        DeleteApiKeyRequest.builder().apiKey("nope").build())))
                .isEqualTo(unknown);
        rest.call = new Call(new Scope("222222222222", "us-east-1"), "request", "http://localhost:8080");
        assertThat(text(rest.refused(
                        ApiGateway.GET_API_KEY,
                        GetApiKeyRequest.builder().apiKey("abc").build())))
                .isEqualTo(unknown);
    }

    private static StageKey stageKey(String apiId, String stage) {
        return StageKey.builder().restApiId(apiId).stageName(stage).build();
    }

    private ApiKey create(UnaryOperator<CreateApiKeyRequest.Builder> members) {
        return rest.send(
                ApiGateway.CREATE_API_KEY,
                members.apply(CreateApiKeyRequest.builder()).build());
    }

    private String refusal(UnaryOperator<CreateApiKeyRequest.Builder> members) {
        return text(rest.refused(
                ApiGateway.CREATE_API_KEY,
                members.apply(CreateApiKeyRequest.builder()).build()));
    }

    private ApiKey get(String id, @Nullable Boolean includeValue) {
        return rest.send(
                ApiGateway.GET_API_KEY,
                GetApiKeyRequest.builder().apiKey(id).includeValue(includeValue).build());
    }

    private ApiKeys list(UnaryOperator<GetApiKeysRequest.Builder> members) {
        return rest.send(
                ApiGateway.GET_API_KEYS,
                members.apply(GetApiKeysRequest.builder()).build());
    }

    private List<@Nullable String> names(UnaryOperator<GetApiKeysRequest.Builder> members) {
        List<@Nullable String> names = new ArrayList<>();
        given(list(members).items()).forEach(key -> names.add(key.name()));
        return names;
    }

    private ApiKey update(String id, PatchOperation... operations) {
        return rest.send(
                ApiGateway.UPDATE_API_KEY,
                UpdateApiKeyRequest.builder()
                        .apiKey(id)
                        .patchOperations(List.of(operations))
                        .build());
    }

    private String updateRefusal(String id, PatchOperation... operations) {
        return text(rest.refused(
                ApiGateway.UPDATE_API_KEY,
                UpdateApiKeyRequest.builder()
                        .apiKey(id)
                        .patchOperations(List.of(operations))
                        .build()));
    }

    private void delete(String id) {
        rest.send(
                ApiGateway.DELETE_API_KEY,
                DeleteApiKeyRequest.builder().apiKey(id).build());
    }

    private static String text(ServiceException refusal) {
        return refusal.status() + " " + refusal.getMessage();
    }
}
