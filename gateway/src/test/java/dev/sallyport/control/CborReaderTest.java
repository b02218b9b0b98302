package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.wire.Held;
import dev.sallyport.wire.Member;
import dev.sallyport.wire.Shape;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes as RFC 8949, Appendix A writes them, and bytes that must not be read. */
@DisplayName("companion R2.11: CBOR bodies")
class CborReaderTest {

    private static final Shape INT = new Shape.Int(null, null);
    private static final Shape LONG = new Shape.LongInt(null, null);
    private static final Shape DECIMAL = new Shape.Decimal();
    private static final Shape TIME = new Shape.Timestamp(Shape.TimestampFormat.DATE_TIME);
    private static final Shape LIST = new Shape.ListOf(new Held(INT));
    private static final Shape MAP = new Shape.MapOf(OneShape.TEXT, new Held(INT));

    /** The value of the only member {@code a}. */
    private static @Nullable Object read(Shape shape, String hex) {
        Member member = new Member("a", "a", Member.Location.BODY, false, new Held(shape));
        @Nullable Object[] values = new @Nullable Object[1];
        CborReader.read(HexFormat.of().parseHex(hex), OneShape.struct("S", member), values);
        return values[0];
    }

    private static void refuses(Shape shape, String hex, String message) {
        assertThatThrownBy(() -> read(shape, hex))
                .isInstanceOfSatisfying(ServiceException.class, e -> {
                    assertThat(e.status()).isEqualTo(400);
                    assertThat(e.code()).isEqualTo("SerializationException");
                })
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "00, 0",
        "17, 23",
        "1818, 24",
        "1903e8, 1000",
        "1a000f4240, 1000000",
        "1b000000e8d4a51000, 1000000000000",
        "20, -1",
        "3903e7, -1000",
        "1b7fffffffffffffff, 9223372036854775807",
        "3b7fffffffffffffff, -9223372036854775808"
    })
    void integers_of_any_width(String hex, long expected) {
        assertThat(read(LONG, "a16161" + hex)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "f90000, 0.0", "f93c00, 1.0", "fb3ff199999999999a, 1.1", "fa47c35000, 100000.0", "f97e00, NaN",
        "f97c00, Infinity", "fbfff0000000000000, -Infinity", "f9c400, -4.0", "05, 5.0", "24, -5.0"
    })
    void decimals_of_any_width(String hex, double expected) {
        assertThat(read(DECIMAL, "a16161" + hex)).isEqualTo(expected);
    }

    @Test
    void lengths_may_be_indefinite() {
        assertThat(read(LIST, "bf61619f010203ffff")).isEqualTo(List.of(1, 2, 3));
        assertThat(read(MAP, "bf7f6161ffbf616201616302ffff")).isEqualTo(Map.of("b", 1, "c", 2));
        assertThat(read(OneShape.TEXT, "a161617f657374726561646d696e67ff")).isEqualTo("streaming");
        assertThat((byte[]) read(new Shape.Blob(), "a161615f42010243030405ff")).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void times_are_tagged_numbers() {
        assertThat(read(TIME, "a16161c11a514b67b0")).isEqualTo(Instant.parse("2013-03-21T20:04:00Z"));
        assertThat(read(TIME, "a16161c1fb41d452d9ec200000")).isEqualTo(Instant.parse("2013-03-21T20:04:00.5Z"));
        refuses(TIME, "a161611a514b67b0", "can not be converted to milliseconds since epoch");
        refuses(TIME, "a16161c074323031332d30332d32315432303a30343a30305a", "can not be converted");
        refuses(TIME, "a16161c1fb7fefffffffffffff", "can not be converted");
    }

    @Test
    void null_is_absent_and_unknown_members_are_skipped() {
        assertThat(read(INT, "a16161f6")).isNull();
        assertThat(read(INT, "a16161f7")).isNull();
        assertThat(read(INT, "a0")).isNull();
        assertThat(read(INT, "")).isNull();
        assertThat(read(INT, "a2617ac2821aabcdef0182f5a1617140616107")).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "a1616101a0, after its end",
        "a2616101616102, stands twice",
        "a16161, ends too early",
        "a1, ends too early",
        "bf616101, ends too early",
        "a101f6, a key is not a text",
        "a161611c, a head is not defined",
        "a161611f, a head is not defined",
        "a1617affff, a head is not defined",
        "a162ff6101, a text is not UTF-8",
        "a1617ae0, a simple value is unknown",
        "a1617a5bffffffffffffffff, ends too early",
        "a1617a5a7fffffff00, ends too early",
        "a1617a5f5f4101ffff, a piece of a string is no string"
    })
    void what_could_be_read_in_two_ways_is_refused(String hex, String message) {
        refuses(INT, hex, message);
    }

    @Test
    void wrong_types_are_named() {
        refuses(INT, "a161616131", "class java.lang.String can not be converted to an Integer");
        refuses(INT, "a161611a80000000", "can not be converted to an Integer");
        refuses(LONG, "a161611b8000000000000000", "can not be converted to an Long");
        refuses(OneShape.TEXT, "a1616180", "Start of list found where not expected");
        refuses(LIST, "a16161a0", "Start of structure or map found where not expected.");
        refuses(INT, "80", "Start of list found where not expected");
    }

    @Test
    void nesting_has_a_limit() {
        refuses(INT, "a1617a" + "81".repeat(5_000) + "00", "nested more than 100 levels deep");
        refuses(INT, "a1617a" + "c1".repeat(5_000) + "00", "nested more than 100 levels deep");
        assertThat(read(INT, "a1617a" + "81".repeat(99) + "00")).isNull();
    }

    @Test
    void random_bytes_are_read_or_refused() {
        Random random = new Random(20261122);
        byte[] valid = HexFormat.of().parseHex("bf61619f010203ff617ac1fb41d452d9ec2000006162bf6163f5ffff");
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = valid.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                read(LIST, HexFormat.of().formatHex(bytes));
            } catch (ServiceException e) {
                assertThat(e.status()).isEqualTo(400);
            }
        }
    }
}
