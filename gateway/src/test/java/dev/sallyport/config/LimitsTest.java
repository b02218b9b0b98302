package dev.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LimitsTest {

    @Test
    void boundsThatAwsDocumentsAreAws() {
        Limits limits = Limits.DEFAULTS;

        assertThat(limits.apiHeaderBytes()).isEqualTo(10_240);
        assertThat(limits.payloadBytes()).isEqualTo(10_485_760);
        assertThat(limits.controlBodyBytes()).isEqualTo(70_167_211);
        assertThat(limits.connectionIdleSeconds()).isEqualTo(310);
        assertThat(limits.apiTargetBytes()).isEqualTo(10_240);
        assertThat(limits.privateHeaderBytes()).isEqualTo(8_000);
        assertThat(limits.privateTargetBytes()).isEqualTo(8_192);
    }

    @Test
    void slowSendersAreGoneInFifteenSeconds() {
        assertThat(Limits.DEFAULTS.requestHeadSeconds() + Limits.DEFAULTS.bodyGraceSeconds())
                .isLessThanOrEqualTo(15);
    }
}
