package dev.sallyport.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.FunctionVersion;
import dev.sallyport.model.Integration;
import dev.sallyport.model.Resource;
import dev.sallyport.model.RestApi;
import dev.sallyport.model.Stage;
import org.junit.jupiter.api.Test;

class EntityJsonTest {

    @Test
    void recordsComeBackEqual() {
        Stage stage = Samples.stage("dev");
        Resource resource = Samples.resourceWithMethod();

        assertThat(EntityJson.read(EntityJson.write(stage), Stage.class)).isEqualTo(stage);
        assertThat(EntityJson.read(EntityJson.write(resource), Resource.class)).isEqualTo(resource);
    }

    @Test
    void instantsAreIsoText() {
        assertThat(EntityJson.write(Samples.stage("dev"))).contains("\"2026-11-22T10:15:30.123456789Z\"");
    }

    @Test
    void membersWithoutAValueAreLeftOut() {
        assertThat(EntityJson.write(Samples.stage("dev"))).doesNotContain("description");
    }

    @Test
    void aMapKeepsKeysWithoutAValue() {
        String json = "{\"requestTemplates\":{\"application/json\":null}}";

        assertThat(EntityJson.write(EntityJson.read(json, Integration.class)))
                .contains("\"requestTemplates\":{\"application/json\":null}");
    }

    @Test
    void unknownMembersAreIgnored() {
        assertThat(EntityJson.read("{\"stageName\":\"dev\",\"ofTheFuture\":{\"a\":[1]}}", Stage.class)
                        .stageName())
                .isEqualTo("dev");
    }

    @Test
    void absentCollectionsAreEmptyUnlessTheRecordAllowsNull() {
        RestApi api = EntityJson.read("{\"id\":\"abc\"}", RestApi.class);
        FunctionVersion version = EntityJson.read("{\"name\":\"f\",\"architectures\":null}", FunctionVersion.class);

        assertThat(api.binaryMediaTypes()).isEmpty();
        assertThat(api.tags()).isEmpty();
        assertThat(version.architectures()).isEmpty();
        assertThat(version.environment()).isNull();
        assertThat(EntityJson.read("{}", Stage.class).variables()).isEmpty();
        assertThat(version.timeoutSeconds()).isZero();
    }

    @Test
    void damagedTextSaysWhatToDo() {
        assertThatThrownBy(() -> EntityJson.read("{\"stageName\":", Stage.class))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("Stage")
                .hasMessageContaining("backup");
    }
}
