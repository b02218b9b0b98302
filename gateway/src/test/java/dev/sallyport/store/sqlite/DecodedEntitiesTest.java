package dev.sallyport.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.RestApi;
import dev.sallyport.model.Stage;
import dev.sallyport.store.EntityJson;
import dev.sallyport.store.Samples;
import org.junit.jupiter.api.Test;

class DecodedEntitiesTest {

    private final DecodedEntities decoded = new DecodedEntities();

    @Test
    void sameTextIsTheSameEntity() {
        Stage stage = Samples.stage("dev");
        decoded.add(EntityJson.write(stage), Stage.class, stage);
        assertThat(decoded.read(EntityJson.write(stage), Stage.class)).isSameAs(stage);
        String other = EntityJson.write(Samples.stage("prod"));
        assertThat(decoded.read(other, Stage.class)).isSameAs(decoded.read(other, Stage.class));
    }

    @Test
    void sameTextOfAnotherTypeIsAnotherEntity() {
        Stage stage = decoded.read("{}", Stage.class);
        assertThat(decoded.read("{}", RestApi.class)).isNotSameAs(stage);
        assertThat(decoded.read("{}", Stage.class)).isSameAs(stage);
    }

    @Test
    void longUnusedOnesAreForgotten() {
        String padding = " ".repeat(60_000);
        Stage first = decoded.read("{}", Stage.class);
        Stage used = decoded.read("{ }", Stage.class);
        for (int i = 0; i < 100; i++) {
            decoded.read("{\"stageName\":\"s" + i + "\"}" + padding, Stage.class);
            assertThat(decoded.read("{ }", Stage.class)).isSameAs(used);
        }
        assertThat(decoded.read("{}", Stage.class)).isNotSameAs(first);
    }

    @Test
    void largeOnesAreNotKept() {
        String large = "{}" + " ".repeat(100_000);
        assertThat(decoded.read(large, Stage.class)).isNotSameAs(decoded.read(large, Stage.class));
    }
}
