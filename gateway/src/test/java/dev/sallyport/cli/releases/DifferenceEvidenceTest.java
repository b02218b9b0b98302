package dev.sallyport.cli.releases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferenceEvidenceTest {

    @Test
    @DisplayName("there is no evidence before the first request, and none is ever lost")
    void beginning() {
        DifferenceEvidence test = DifferenceEvidence.larger(0.01);
        assertThat(test.evidence()).isEqualTo(1);
        test.add(0.1, 0, 50, 1000);
        assertThat(test.evidence()).isEqualTo(1);
        test.add(0.1, 50, 0, 0);
        double most = test.evidence();
        assertThat(most).isGreaterThan(40);
        test.add(0.1, 0, 1000, 0);
        assertThat(test.evidence()).isEqualTo(most);
    }

    @Test
    @DisplayName("how requests are gathered does not matter")
    void batches() {
        DifferenceEvidence whole = DifferenceEvidence.smaller(0.02);
        whole.add(0.25, 3, 8, 1989);
        DifferenceEvidence parts = DifferenceEvidence.smaller(0.02);
        parts.add(0.25, 1, 0, 5);
        parts.add(0.25, 0, 8, 984);
        parts.add(0.25, 2, 0, 1000);
        assertThat(parts.evidence()).isCloseTo(whole.evidence(), within(whole.evidence() * 1e-9));
    }

    @Test
    @DisplayName("evidence beyond what a double holds is the largest that is told")
    void muchEvidence() {
        DifferenceEvidence test = DifferenceEvidence.larger(0);
        test.add(0.5, 1_000_000_000, 0, 0);
        assertThat(test.evidence()).isFinite().isGreaterThan(1e300);
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0.02, 0", "0.5, 0.3, 0", "0.9, 0.02, 0.01", "0.02, 0.1, 0.05", "0.3, 0.6, 0.2"})
    @DisplayName(
            "Ville: a true hypothesis is refuted at 20 to 1 in at most one run of twenty, looked at after every request")
    void bound(double share, double rate, double margin) {
        SplittableRandom random = new SplittableRandom(11);
        int runs = 400;
        int refutedLarger = 0;
        int refutedSmaller = 0;
        for (int run = 0; run < runs; run++) {
            DifferenceEvidence larger = DifferenceEvidence.larger(margin);
            DifferenceEvidence smaller = DifferenceEvidence.smaller(margin);
            for (int request = 0; request < 1_500; request++) {
                boolean isCanary = random.nextDouble() < share;
                boolean happens = random.nextDouble() < (isCanary ? rate + margin : rate);
                int canary = isCanary && happens ? 1 : 0;
                int base = !isCanary && happens ? 1 : 0;
                larger.add(share, canary, base, 1 - canary - base);
                smaller.add(share, canary, base, 1 - canary - base);
            }
            refutedLarger += larger.evidence() >= 20 ? 1 : 0;
            refutedSmaller += smaller.evidence() >= 20 ? 1 : 0;
        }
        double most = runs * 0.05 + 3 * Math.sqrt(runs * 0.05 * 0.95);
        assertThat((double) refutedLarger).isLessThanOrEqualTo(most);
        assertThat((double) refutedSmaller).isLessThanOrEqualTo(most);
    }

    @Test
    @DisplayName("what is no margin and no share is refused")
    void illegal() {
        assertThatThrownBy(() -> DifferenceEvidence.larger(-0.1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DifferenceEvidence.smaller(1)).isInstanceOf(IllegalArgumentException.class);
        for (double share : new double[] {0, 1, Double.NaN}) {
            assertThatThrownBy(() -> DifferenceEvidence.larger(0).add(share, 1, 1, 1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
