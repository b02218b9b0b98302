package dev.sallyport.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** All operators with matching, other, absent and malformed values. */
class ConditionTest {

    private static boolean holds(String operator, String expected, @Nullable String actual) throws PolicyException {
        Map<String, List<String>> facts = actual == null ? Map.of() : Map.of("x:key", List.of(actual.split("&", -1)));
        return Condition.compile(operator, "x:Key", List.of(expected.split("&", -1)), true)
                .holds(Requests.with(Requests.READER, facts));
    }

    @ParameterizedTest(name = "AUT-66: {0} {1}: {2} = {3}")
    @DisplayName("AUT-66: every operator; & parts several values, nothing is an absent key")
    @CsvFileSource(resources = "conditions.csv", delimiter = ';', ignoreLeadingAndTrailingWhitespace = true)
    void operators(String operator, String expected, @Nullable String actual, boolean holds) throws PolicyException {
        assertThat(holds(operator, expected, actual)).isEqualTo(holds);
    }

    @ParameterizedTest(name = "refused: {0} {1}")
    @DisplayName("An operator that does not exist, or a value that no request could be compared with, is refused")
    @CsvSource({
        "StringEqual, a",
        "IfExists, a",
        "ForAnyValue:, a",
        "ForSomeValues:StringEquals, a",
        "ForAnyValue:ForAllValues:StringEquals, a",
        "NullIfExists, true",
        "ForAnyValue:Null, true",
        "Null, maybe",
        "Bool, yes",
        "NumericEquals, ten",
        "NumericEquals, 1e9",
        "DateLessThan, tomorrow",
        "DateLessThan, 2026-13-01",
        "IpAddress, 10.0.0.0/33",
        "IpAddress, 10.0.0",
        "IpAddress, 010.0.0.1000",
        "IpAddress, localhost",
        "NotIpAddress, ::1/129",
        "NotIpAddress, 1::2::3",
        "BinaryEquals, ***",
        "ArnLike, arn:aws:iam",
        "ArnLike, arn:aws:iam:*:role/*",
        "StringLike, ${aws:username"
    })
    void refused(String operator, String value) {
        assertThatThrownBy(() -> holds(operator, value, "a")).isInstanceOf(PolicyException.class);
    }

    @Test
    @DisplayName("A key must have a prefix, and values")
    void keys() {
        assertThatThrownBy(() -> Condition.compile("StringEquals", "key", List.of("a"), true))
                .hasMessageContaining("key");
        assertThatThrownBy(() -> Condition.compile("StringEquals", "x:key", List.of(), true))
                .hasMessageContaining("no values");
    }

    @Test
    @DisplayName("AUT-65: operators and keys are all met, of the values of a key one")
    void andOr() {
        String statement = "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{"
                + "'StringEquals':{'x:a':['1','2'],'x:b':'3'},'NumericLessThan':{'x:c':5}}}";
        Policy policy = Requests.identity(statement);
        assertThat(decide(policy, "1", "3", "4")).isEqualTo(Decision.ALLOWED);
        assertThat(decide(policy, "2", "3", "4")).isEqualTo(Decision.ALLOWED);
        assertThat(decide(policy, "3", "3", "4")).isEqualTo(Decision.IMPLICIT_DENY);
        assertThat(decide(policy, "1", "1", "4")).isEqualTo(Decision.IMPLICIT_DENY);
        assertThat(decide(policy, "1", "3", "5")).isEqualTo(Decision.IMPLICIT_DENY);
    }

    private static Decision decide(Policy policy, String a, String b, String c) {
        return policy.decide(
                Requests.with(Requests.ANN, Map.of("x:a", List.of(a), "x:b", List.of(b), "x:c", List.of(c))));
    }
}
