package dev.sallyport.control.rest.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.rest.usage.Csv.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CsvTest {

    @Test
    void rowsEndAsTheyDoAnywhere() {
        assertThat(rows("a,b\nc,d\r\ne,f\rg,h"))
                .containsExactly(row(1, "a", "b"), row(2, "c", "d"), row(3, "e", "f"), row(4, "g", "h"));
    }

    @Test
    void blankLinesAreNoRows() {
        assertThat(rows("\n \na\n\n,\n")).containsExactly(row(3, "a"), row(5, "", ""));
    }

    @Test
    void theMarkOfTheByteOrderIsNoText() {
        assertThat(rows("\uFEFFname,key")).containsExactly(row(1, "name", "key"));
    }

    @Test
    void blanksAroundBareCellsDoNotCount() {
        assertThat(rows(" a , b\tc ,")).containsExactly(row(1, "a", "b\tc", ""));
    }

    @Test
    void quotedCells() {
        assertThat(rows("\"a,b\",'c,d' , \" e \"\"f\"\"\",'it''s'"))
                .containsExactly(row(1, "a,b", "c,d", " e \"f\"", "it's"));
    }

    @Test
    void aQuotedCellMayHaveLines() {
        assertThat(rows("\"a\nb\",c\nd")).containsExactly(row(1, "a\nb", "c"), row(3, "d"));
    }

    @Test
    void apostrophes() {
        assertThat(rows("'tis,O'Brien,'a'b\nx'")).containsExactly(row(1, "'tis", "O'Brien", "'a'b"), row(2, "x'"));
    }

    @Test
    void aRowThatIsNoneDoesNotSpoilTheNext() {
        assertThat(rows("\"a\"b,c\nd\n\"e\nf"))
                .containsExactly(
                        new Row(1, List.of("a"), "text after a quoted value"),
                        row(2, "d"),
                        new Row(3, List.of(), "a quoted value does not end"),
                        row(4, "f"));
    }

    /** Whatever the cells hold, they come back when they are written as RFC 4180 says. */
    @Test
    void whatIsWrittenComesBack() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        for (int run = 0; run < 500; run++) {
            List<String> cells = new ArrayList<>(List.of("first"));
            for (int i = random.nextInt(4); i > 0; i--) {
                StringBuilder cell = new StringBuilder();
                for (int j = random.nextInt(6); j > 0; j--) {
                    cell.append("\"', \n\rab".charAt(random.nextInt(8)));
                }
                cells.add(cell.toString());
            }
            StringBuilder text = new StringBuilder();
            cells.forEach(cell -> text.append(text.isEmpty() ? "" : ",")
                    .append('"')
                    .append(cell.replace("\"", "\"\""))
                    .append('"'));
            assertThat(rows(text + "\nend")).extracting(Row::cells).containsExactly(cells, List.of("end"));
        }
    }

    private static List<Row> rows(String text) {
        Csv csv = new Csv(text);
        List<Row> rows = new ArrayList<>();
        for (@Nullable Row row = csv.next(); row != null; row = csv.next()) {
            rows.add(row);
        }
        return rows;
    }

    private static Row row(int line, String... cells) {
        return new Row(line, List.of(cells), null);
    }
}
