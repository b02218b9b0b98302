package dev.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LimitsTest {

    @Test
    void boundsThatAwsDocumentsAreAws() {
        Limits limits = Limits.DEFAULTS;

        assertThat(limits.requestHeadBytes()).isEqualTo(10_240);
        assertThat(limits.requestBodyBytes()).isEqualTo(10_485_760);
        assertThat(limits.controlBodyBytes()).isEqualTo(70_167_211);
        assertThat(limits.connectionIdleSeconds()).isEqualTo(310);
        assertThat(limits.integrationTimeoutMinMillis()).isEqualTo(50);
        assertThat(limits.integrationTimeoutMaxMillis()).isEqualTo(29_000);
    }

    @Test
    void slowSendersAreGoneInFifteenSeconds() {
        assertThat(Limits.DEFAULTS.requestHeadSeconds() + Limits.DEFAULTS.bodyGraceSeconds())
                .isLessThanOrEqualTo(15);
    }
}
