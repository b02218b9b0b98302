package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.given;
import static dev.sallyport.control.rest.UsageClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.ApiKey;
import dev.sallyport.wire.apigateway.ApiKeyIds;
import dev.sallyport.wire.apigateway.GetApiKeysRequest;
import dev.sallyport.wire.apigateway.ImportApiKeysRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files of API keys (16). */
class ImportApiKeysTest {

    private static final String VALUE = "apikey1234abcdefghij0123456789";

    private final UsageClient client = new UsageClient();

    @Test
    void aFileOfKeys_R16_1_R16_2() {
        ApiKeyIds ids = imported("""
                NAME,Description,key,unknown,Enabled
                first,"An imported, ""quoted"" key",%s1,x,FALSE
                second,,%s2,,
                """.formatted(VALUE, VALUE));

        List<ApiKey> keys = keys();
        assertThat(ids.warnings()).isEmpty();
        assertThat(ids.ids()).containsExactly(keys.get(1).id(), keys.get(0).id());
        assertThat(keys).extracting(ApiKey::name).containsExactly("second", "first");
        assertThat(keys).extracting(ApiKey::value).containsExactly(VALUE + "2", VALUE + "1");
        assertThat(keys).extracting(ApiKey::enabled).containsExactly(true, false); // R16.3
        assertThat(keys.getFirst().description()).isNull();
        assertThat(keys.getLast().description()).isEqualTo("An imported, \"quoted\" key");
        assertThat(keys.getLast().id()).matches("[a-z0-9]{10}");
    }

    @Test
    void plansOfAKey_R16_4() {
        String a = client.plan("no-stages");
        String b = client.plan("no-stages");
        ApiKeyIds ids = imported("""
                name,key,usageplanIds
                one,%s1,%s
                two,%s2,"%s,%s"
                three,%s3,'%s, %s'
                four,%s4,"%s,nope"
                """.formatted(VALUE, a, VALUE, a, b, VALUE, a, b, VALUE, b));

        List<String> keys = given(ids.ids());
        assertThat(client.keyIds(a)).containsExactly(keys.get(2), keys.get(1), keys.get(0));
        assertThat(client.keyIds(b)).containsExactly(keys.get(3), keys.get(2), keys.get(1));
        assertThat(ids.warnings()).containsExactly("Line 5: Invalid Usage Plan ID specified: nope");
    }

    @Test
    void aKeyInAnotherPlanOfTheStageIsWarnedOf_R10_114() {
        String api = client.api("dev");
        String a = client.plan(api, "dev");
        String b = client.plan(api, "dev");
        ApiKeyIds ids = imported("name,key,usageplanids\none," + VALUE + ",\"" + a + "," + b + "\"\n");

        assertThat(client.keyIds(a)).hasSize(1);
        assertThat(client.keyIds(b)).isEmpty();
        assertThat(given(ids.warnings()).getFirst()).contains("same API stage");
    }

    @Test
    void aValueOf20To128Characters_R16_5() {
        ApiKeyIds ids = imported("name,key\na," + "v".repeat(19) + "\nb," + "v".repeat(20) + "\nc," + "v".repeat(128)
                + "\nd," + "v".repeat(129) + "\n");

        assertThat(ids.ids()).hasSize(2);
        assertThat(ids.warnings())
                .containsExactly(
                        "Line 2: API Key value should be at least 20 characters",
                        "Line 5: API Key value exceeds maximum size of 128 characters");
    }

    @Test
    void aKnownValueIsUpdated_R16_6() {
        String plan = client.plan("no-stages");
        String id = given(
                given(imported("name,key,description\nold," + VALUE + ",text\n").ids())
                        .getFirst());

        ApiKeyIds again = imported("name,key,enabled,usageplanids\nnew," + VALUE + ",false," + plan + "\nnewest,"
                + VALUE + ",false," + plan + "\n");

        assertThat(again.ids()).containsExactly(id);
        assertThat(again.warnings()).isEmpty();
        ApiKey key = keys().getFirst();
        assertThat(keys()).hasSize(1);
        assertThat(key.name()).isEqualTo("newest");
        assertThat(key.enabled()).isFalse();
        assertThat(key.description()).isNull();
        assertThat(client.keyIds(plan)).containsExactly(id);
    }

    @Test
    void malformedLinesAreSkippedWithAWarning_R16_7() {
        ApiKeyIds ids = imported("""
                name,key,enabled
                a,%s1,maybe
                ,%s2,true
                c
                d,"%s4"x,true
                e,%s5,true
                f,"%s6,true
                """.formatted(VALUE, VALUE, VALUE, VALUE, VALUE));

        assertThat(ids.warnings())
                .containsExactly(
                        "Line 2: enabled must be true or false, not maybe",
                        "Line 3: name is missing",
                        "Line 4: key is missing",
                        "Line 5: text after a quoted value",
                        "Line 7: a quoted value does not end");
        assertThat(keys()).extracting(ApiKey::name).containsExactly("e");
    }

    @Test
    void withFailOnWarningsNothingIsImported_R16_7() {
        String file = "name,key\na," + VALUE + "\nb,short\n";
        assertThat(text(client.rest.refused(ApiGateway.IMPORT_API_KEYS, request(file, true))))
                .isEqualTo("400 Line 3: API Key value should be at least 20 characters");
        assertThat(keys()).isEmpty();
        assertThat(client.rest
                        .send(ApiGateway.IMPORT_API_KEYS, request("name,key\na," + VALUE + "\n", true))
                        .ids())
                .hasSize(1);
    }

    @Test
    void filesThatAreNone_R16_2() {
        assertThat(refusal("")).isEqualTo("400 Invalid CSV header: column name is missing");
        assertThat(refusal("Name;Key\n")).isEqualTo("400 Invalid CSV header: column name is missing");
        assertThat(refusal("Name,Enabled\n")).isEqualTo("400 Invalid CSV header: column key is missing");
        assertThat(refusal("Name,Key,name\n")).isEqualTo("400 Invalid CSV header: column name is there twice");
        byte[] latin = "name,key\n\u00e9,x\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(text(client.rest.refused(
                        ApiGateway.IMPORT_API_KEYS,
                        ImportApiKeysRequest.builder().format("csv").body(latin).build())))
                .isEqualTo("400 Invalid CSV: the file is not UTF-8");
    }

    private ApiKeyIds imported(String file) {
        return client.rest.send(ApiGateway.IMPORT_API_KEYS, request(file, false));
    }

    private String refusal(String file) {
        return text(client.rest.refused(ApiGateway.IMPORT_API_KEYS, request(file, false)));
    }

    private static ImportApiKeysRequest request(String file, boolean failOnWarnings) {
        return ImportApiKeysRequest.builder()
                .format("csv")
                .failOnWarnings(failOnWarnings)
                .body(file.getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private List<ApiKey> keys() {
        return given(client.rest
                .send(
                        ApiGateway.GET_API_KEYS,
                        GetApiKeysRequest.builder().includeValues(true).build())
                .items());
    }
}
