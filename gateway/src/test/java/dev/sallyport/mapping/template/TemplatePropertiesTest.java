package dev.sallyport.mapping.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.mapping.json.JsonText;
import dev.sallyport.mapping.json.JsonTree;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TemplatePropertiesTest {

    private static final int TEMPLATES = 3000;

    @Test
    @DisplayName("VTL-60: what is common to both dialects renders as Velocity renders it, white space included")
    void asVelocity() {
        StockVelocity velocity = new StockVelocity();
        TestSource source = new TestSource();
        for (long seed = 0; seed < TEMPLATES; seed++) {
            String template = new TemplateGenerator(seed).tame();
            String expected;
            try {
                expected = velocity.render(template);
            } catch (RuntimeException refused) {
                expected = null;
            }
            if (expected == null) {
                continue;
            }
            assertThat(source.render(template))
                    .as("seed %d: %s", seed, template)
                    .isEqualTo(expected);
        }
    }

    @Test
    @DisplayName("HARDENING 1.5: every template ends within its bounds, with an output or with its place")
    void bounded() {
        for (long seed = 0; seed < TEMPLATES; seed++) {
            assertThat(TemplateFuzz.complaint(seed)).isNull();
        }
    }

    @Test
    @DisplayName("VTL-11: what $input.json writes reads back as the same tree")
    void json() {
        for (long seed = 0; seed < TEMPLATES; seed++) {
            Object tree = JsonTree.parse(new TemplateGenerator(seed).body());
            if (tree != JsonTree.INVALID) {
                assertThat(JsonTree.parse(JsonText.of(tree))).isEqualTo(tree);
            }
        }
    }
}
