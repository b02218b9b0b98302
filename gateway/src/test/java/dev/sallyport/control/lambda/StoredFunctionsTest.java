package dev.sallyport.control.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.Function;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What is stored as JSON comes back, also what an older release wrote. */
class StoredFunctionsTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    void comeBackWithAllTheirMembers() {
        Function function = new Function("f", 3, Map.of("k", "v"), 5, "content");

        assertThat(JSON.readValue(JSON.writeValueAsString(function), Function.class))
                .isEqualTo(function);
    }

    @Test
    void comeBackWithoutWhatWasNeverSet() {
        assertThat(JSON.readValue("{\"name\":\"f\",\"lastPublishedVersion\":0,\"tags\":{}}", Function.class))
                .isEqualTo(new Function("f", 0, Map.of(), null));
    }
}
