package dev.sallyport.mapping.template;

import java.util.List;
import java.util.SplittableRandom;

/** Makes templates out of a seed. */
final class TemplateGenerator {

    private static final List<String> BLANKS = List.of("", "", " ", "\n", "\n  ", "  \n", "\t");
    private static final List<String> TEXTS =
            List.of("x", "{\"a\": 1}", "a, b", "$", "#", "100%", "\\", ".", "[", "(", "$$", "##c\n", "#*c*#");
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final List<String> HOSTILE = List.of(
            "#set($a = $a + $a)",
            "#set($a = \"$a$a\")",
            "$input.path('$..*')",
            "$input.json('$.items[?(@.n > 1)]')",
            "$input.path($input.body)",
            "$util.parseJson($input.body)",
            "$util.urlDecode('%zz')",
            "$a.getClass().forName('x')",
            "$a.substring(3)",
            "$a.split($b)",
            "$a.replaceAll($b, $c)",
            "$a.matches('(a+)+$')",
            "#foreach($x in [1..5000])$x#end",
            "#set($l = [$a, $b])$l.add($l)$l",
            "#macro(m)#m()#end#m()",
            "#define($d)$d#end$d",
            "$context.requestOverride.header.put('a', $a)",
            "#set($context.responseOverride.status = $b)",
            "#evaluate($a)",
            "#include('a')",
            "${a|$b}",
            "#if($a",
            "#end",
            "#[[",
            "$a[$b]",
            "$a[-99999]",
            "$a.format('%99999999d', 1)");

    private final SplittableRandom random;

    TemplateGenerator(long seed) {
        random = new SplittableRandom(seed);
    }

    /** A template whose meaning AWS's dialect shares with stock Velocity: nothing is null, no list is printed. */
    String tame() {
        StringBuilder text = new StringBuilder("#set($a = 1)#set($b = \"t\")#set($c = 3)");
        tame(text, 3);
        return text.toString();
    }

    private void tame(StringBuilder to, int depth) {
        int pieces = 1 + random.nextInt(5);
        for (int i = 0; i < pieces; i++) {
            to.append(one(BLANKS));
            switch (random.nextInt(depth > 0 ? 10 : 5)) {
                case 0 -> to.append(one(TEXTS)).append(' ');
                case 1 -> to.append('$').append(one(NAMES)).append(';');
                case 2 -> to.append("${").append(one(NAMES)).append('}');
                case 3 ->
                    to.append("#set($")
                            .append(one(NAMES))
                            .append(" = ")
                            .append(expression())
                            .append(')');
                case 4 -> to.append("$b.toString() ");
                case 5 -> {
                    to.append("#if(").append(condition()).append(')');
                    tame(to, depth - 1);
                    if (random.nextBoolean()) {
                        to.append("#elseif(").append(condition()).append(')');
                        tame(to, depth - 1);
                    }
                    if (random.nextBoolean()) {
                        to.append("#else ");
                        tame(to, depth - 1);
                    }
                    to.append("#end");
                }
                case 6 -> {
                    to.append("#foreach($i in [1..").append(random.nextInt(4)).append("])");
                    tame(to, depth - 1);
                    to.append("$foreach.count$foreach.hasNext#end");
                }
                case 7 -> {
                    to.append("#foreach($i in [\"p\", \"q\"])")
                            .append(one(BLANKS))
                            .append("${i}");
                    tame(to, 0);
                    to.append("#end");
                }
                case 8 -> {
                    to.append("#[[ $a #if ]]#");
                }
                default -> to.append("\"").append("$b").append("\": ");
            }
        }
        to.append(one(BLANKS));
    }

    private String expression() {
        return switch (random.nextInt(8)) {
            case 0 -> "\"$b,\"";
            case 1 -> "'$b'";
            case 2 -> "1 + 2 * 3";
            case 3 -> "7 / 2";
            case 4 -> "7 % 4 - 9";
            case 5 -> "\"n\" + 1";
            case 6 -> "\"#if(true)$c#end\"";
            default -> Integer.toString(random.nextInt(100));
        };
    }

    private String condition() {
        return switch (random.nextInt(6)) {
            case 0 -> "1 == 1";
            case 1 -> "2 < 1 || true";
            case 2 -> "$b == \"t\"";
            case 3 -> "!(1 >= 2)";
            case 4 -> "$a";
            default -> "false && $a";
        };
    }

    /** A template that means harm, or nothing. */
    String wild() {
        StringBuilder text = new StringBuilder("#set($b = \"x\")");
        int pieces = 1 + random.nextInt(8);
        for (int i = 0; i < pieces; i++) {
            switch (random.nextInt(4)) {
                case 0 -> text.append(one(HOSTILE));
                case 1 -> tame(text, 2);
                case 2 ->
                    text.append("#foreach($f in [1..60])").append(one(HOSTILE)).append("#end");
                default -> {
                    String piece = one(HOSTILE);
                    text.append(piece, random.nextInt(piece.length()), piece.length());
                }
            }
        }
        return text.toString();
    }

    /** A body: JSON, nearly JSON, or none. */
    String body() {
        StringBuilder text = new StringBuilder();
        json(text, 4);
        if (random.nextInt(4) == 0 && !text.isEmpty()) {
            text.setCharAt(random.nextInt(text.length()), (char) (32 + random.nextInt(96)));
        }
        return text.toString();
    }

    private void json(StringBuilder to, int depth) {
        int members = random.nextInt(4);
        switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> to.append(random.nextInt(-5, 100_000));
            case 1 ->
                to.append("\"s")
                        .append(one(TEXTS)
                                .replace("\\", "\\\\")
                                .replace("\"", "\\\"")
                                .replace("\n", "\\n"))
                        .append('"');
            case 2 -> to.append(random.nextDouble() * 1000);
            case 3 -> to.append(random.nextBoolean());
            case 4 -> to.append("null");
            case 5 -> {
                to.append("{\"n\":1");
                for (int i = 0; i < members; i++) {
                    to.append(",\"").append(one(NAMES)).append(i).append("\":");
                    json(to, depth - 1);
                }
                to.append('}');
            }
            default -> {
                to.append("[0");
                for (int i = 0; i < members; i++) {
                    to.append(',');
                    json(to, depth - 1);
                }
                to.append(']');
            }
        }
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
