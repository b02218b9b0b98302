package dev.sallyport.mapping.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.velocity.runtime.parser.Token;
import org.apache.velocity.runtime.parser.node.ASTAddNode;
import org.apache.velocity.runtime.parser.node.ASTAndNode;
import org.apache.velocity.runtime.parser.node.ASTDivNode;
import org.apache.velocity.runtime.parser.node.ASTEQNode;
import org.apache.velocity.runtime.parser.node.ASTExpression;
import org.apache.velocity.runtime.parser.node.ASTFalse;
import org.apache.velocity.runtime.parser.node.ASTFloatingPointLiteral;
import org.apache.velocity.runtime.parser.node.ASTGENode;
import org.apache.velocity.runtime.parser.node.ASTGTNode;
import org.apache.velocity.runtime.parser.node.ASTIdentifier;
import org.apache.velocity.runtime.parser.node.ASTIndex;
import org.apache.velocity.runtime.parser.node.ASTIntegerLiteral;
import org.apache.velocity.runtime.parser.node.ASTIntegerRange;
import org.apache.velocity.runtime.parser.node.ASTLENode;
import org.apache.velocity.runtime.parser.node.ASTLTNode;
import org.apache.velocity.runtime.parser.node.ASTMap;
import org.apache.velocity.runtime.parser.node.ASTMethod;
import org.apache.velocity.runtime.parser.node.ASTModNode;
import org.apache.velocity.runtime.parser.node.ASTMulNode;
import org.apache.velocity.runtime.parser.node.ASTNENode;
import org.apache.velocity.runtime.parser.node.ASTNegateNode;
import org.apache.velocity.runtime.parser.node.ASTNotNode;
import org.apache.velocity.runtime.parser.node.ASTObjectArray;
import org.apache.velocity.runtime.parser.node.ASTOrNode;
import org.apache.velocity.runtime.parser.node.ASTReference;
import org.apache.velocity.runtime.parser.node.ASTStringLiteral;
import org.apache.velocity.runtime.parser.node.ASTSubtractNode;
import org.apache.velocity.runtime.parser.node.ASTTrue;
import org.apache.velocity.runtime.parser.node.ASTWord;
import org.apache.velocity.runtime.parser.node.Node;
import org.jspecify.annotations.Nullable;

/** Makes values of ours of expressions, literals and references. */
final class ValueCompiler {

    private static final Reference.Before NOTHING = new Reference.Before("", "", null);

    private final TreeCompiler tree;

    ValueCompiler(TreeCompiler tree) {
        this.tree = tree;
    }

    Value compile(Node node) {
        return switch (node) {
            case ASTExpression expression -> compile(expression.jjtGetChild(0));
            case ASTReference reference -> reference(reference);
            case ASTStringLiteral literal -> text(literal);
            case ASTIntegerLiteral literal -> new Value.Constant(integer(literal.getFirstToken().image));
            case ASTFloatingPointLiteral literal -> new Value.Constant(decimal(literal.getFirstToken().image));
            case ASTTrue ignored -> new Value.Constant(true);
            case ASTFalse ignored -> new Value.Constant(false);
            case ASTWord word -> new Value.Constant(word.getFirstToken().image);
            case ASTMap map -> new Operators.MapLiteral(every(map, 0, 2), every(map, 1, 2));
            case ASTObjectArray list -> new Operators.ListLiteral(every(list, 0, 1));
            case ASTIntegerRange range -> new Operators.RangeLiteral(left(range), right(range));
            case ASTOrNode or -> new Operators.Or(left(or), right(or));
            case ASTAndNode and -> new Operators.And(left(and), right(and));
            case ASTNotNode not -> new Operators.Not(left(not));
            case ASTNegateNode negation -> new Operators.Negation(left(negation));
            case ASTNENode unequal -> new Operators.Equality(left(unequal), right(unequal), false);
            case ASTEQNode equal -> new Operators.Equality(left(equal), right(equal), true);
            case ASTLTNode less -> compared(less, Operators.Order.LESS);
            case ASTLENode lessOrEqual -> compared(lessOrEqual, Operators.Order.LESS_OR_EQUAL);
            case ASTGTNode greater -> compared(greater, Operators.Order.GREATER);
            case ASTGENode greaterOrEqual -> compared(greaterOrEqual, Operators.Order.GREATER_OR_EQUAL);
            case ASTAddNode sum -> calculated(sum, Operators.Calculation.ADD);
            case ASTSubtractNode difference -> calculated(difference, Operators.Calculation.SUBTRACT);
            case ASTMulNode product -> calculated(product, Operators.Calculation.MULTIPLY);
            case ASTDivNode quotient -> calculated(quotient, Operators.Calculation.DIVIDE);
            case ASTModNode remainder -> calculated(remainder, Operators.Calculation.REMAINDER);
            default -> throw tree.refused("unexpected " + node.getClass().getSimpleName(), node);
        };
    }

    private Value left(Node node) {
        return compile(node.jjtGetChild(0));
    }

    private Value right(Node node) {
        return compile(node.jjtGetChild(1));
    }

    private List<Value> every(Node node, int first, int step) {
        List<Value> values = new ArrayList<>();
        for (int i = first; i < node.jjtGetNumChildren(); i += step) {
            values.add(compile(node.jjtGetChild(i)));
        }
        return values;
    }

    private Value compared(Node node, Operators.Order order) {
        return new Operators.Comparison(left(node), right(node), order);
    }

    private Value calculated(Node node, Operators.Calculation calculation) {
        return new Operators.Arithmetic(
                calculation, left(node), right(node), images(node.jjtGetChild(0)), images(node.jjtGetChild(1)));
    }

    private static Number integer(String image) {
        BigInteger number = new BigInteger(image);
        if (number.bitLength() < Integer.SIZE) {
            return number.intValue();
        }
        return number.bitLength() < Long.SIZE ? (Number) number.longValue() : number;
    }

    private static Number decimal(String image) {
        double number = Double.parseDouble(image);
        return Double.isInfinite(number) ? new BigDecimal(image) : (Number) number;
    }

    /** VTL-56: single quotes are literal, double quotes are rendered; a doubled quote is one. */
    private Value text(ASTStringLiteral literal) {
        String image = literal.getFirstToken().image;
        char quote = image.charAt(0);
        String text = image.substring(1, image.length() - 1);
        if (quote == '"') {
            text = ASTStringLiteral.unescape(text);
        }
        text = text.replace("" + quote + quote, String.valueOf(quote));
        boolean constant = quote == '\'' || (text.indexOf('$') < 0 && text.indexOf('#') < 0);
        return constant ? new Value.Constant(text) : new Operators.Interpolated(tree.nested(text, literal));
    }

    /** The reference that {@code #set} sets. */
    Reference target(ASTReference node) {
        Reference target = reference(node);
        if (node.jjtGetNumChildren() > 0
                && node.jjtGetChild(node.jjtGetNumChildren() - 1) instanceof ASTMethod method) {
            throw tree.refused("#set cannot set what a method returns", method);
        }
        return target;
    }

    Reference reference(ASTReference node) {
        Token first = node.getFirstToken();
        String image = first.image;
        int slashes = 0;
        while (slashes < image.length() && image.charAt(slashes) == '\\') {
            slashes++;
        }
        String marked = image.substring(slashes);
        int curl = marked.lastIndexOf('{');
        int dollar = marked.lastIndexOf('$', curl < 0 ? marked.length() : curl);
        String clean = marked.substring(Math.max(0, dollar));
        String root = root(clean, first);
        boolean escaped = slashes % 2 == 1;
        Reference.Before before = slashes == 0 && dollar <= 0
                ? NOTHING
                : new Reference.Before(
                        image.substring(0, slashes / 2),
                        marked.substring(0, Math.max(0, dollar)),
                        escaped ? clean + rest(first, node.getLastToken()) : null);
        return reference(node, root, before);
    }

    private static String root(String image, Token token) {
        if (image.endsWith("{") || image.endsWith("{$")) {
            return token.next.image;
        }
        return image.substring(image.startsWith("$!") ? 2 : image.startsWith("$") ? 1 : 0);
    }

    private Reference reference(ASTReference node, String root, Reference.Before before) {
        List<Reference.Step> steps = new ArrayList<>();
        Value alternate = null;
        for (int i = 0; i < node.jjtGetNumChildren(); i++) {
            Node child = node.jjtGetChild(i);
            switch (child) {
                case ASTIdentifier property -> steps.add(new Reference.Property(property.getFirstToken().image));
                case ASTIndex index -> steps.add(new Reference.Index(compile(index.jjtGetChild(0))));
                case ASTMethod method -> {
                    Reference.Call call = call(method);
                    steps.add(call);
                    if (i == 0 && root.equals("input") && constantPath(call) instanceof String path) {
                        tree.path(path);
                    }
                }
                default -> alternate = compile(child);
            }
        }
        return new Reference(
                tree.slot(root),
                steps.toArray(Reference.Step[]::new),
                alternate,
                before,
                tree.line(node),
                tree.column(node));
    }

    private Reference.Call call(ASTMethod method) {
        List<Value> arguments = every(method, 1, 1);
        return new Reference.Call(
                method.getFirstToken().image, arguments.toArray(Value[]::new), tree.line(method), tree.column(method));
    }

    private static @Nullable Object constantPath(Reference.Call call) {
        boolean reads = call.name().equals("path") || call.name().equals("json");
        return reads && call.arguments().length == 1 && call.arguments()[0] instanceof Value.Constant(Object path)
                ? path
                : null;
    }

    private static String images(Node node) {
        Token first = node.getFirstToken();
        return first.image + rest(first, node.getLastToken());
    }

    private static String rest(Token first, Token last) {
        StringBuilder rest = new StringBuilder();
        for (Token token = first; token != last && token.next != null; ) {
            token = token.next;
            rest.append(token.image);
        }
        return rest.toString();
    }
}
