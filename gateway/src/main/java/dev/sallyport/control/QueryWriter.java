package dev.sallyport.control;

import dev.sallyport.wire.Member;
import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Service;
import dev.sallyport.wire.Shape;
import dev.sallyport.wire.Structure;
import dev.sallyport.wire.Unit;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the answers of the query protocol as XML by the shapes of a model (companion R2.2 to R2.4): absent members are
 * left out, an empty list is an empty element.
 */
final class QueryWriter {

    private final StringBuilder xml = new StringBuilder(512);

    private QueryWriter() {}

    /** The whole document of an answer. */
    static byte[] answer(Service service, Operation<?, ?> operation, Structure output, String requestId) {
        QueryWriter writer = new QueryWriter();
        StringBuilder xml = writer.xml;
        String name = operation.name();
        xml.append('<').append(name).append("Response");
        if (service.xmlNamespace() != null) {
            xml.append(" xmlns=\"").append(XmlText.of(service.xmlNamespace())).append('"');
        }
        xml.append('>');
        if (!(output instanceof Unit)) {
            writer.element(name + "Result", output, output.shape());
        }
        xml.append("<ResponseMetadata><RequestId>")
                .append(XmlText.of(requestId))
                .append("</RequestId></ResponseMetadata></")
                .append(name)
                .append("Response>");
        return xml.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void element(String name, Object value, Shape shape) {
        int before = xml.length();
        xml.append('<').append(name).append('>');
        int start = xml.length();
        content(value, shape);
        if (xml.length() == start) {
            xml.setLength(before);
            xml.append('<').append(name).append("/>");
        } else {
            xml.append("</").append(name).append('>');
        }
    }

    private void content(Object value, Shape shape) {
        switch (value) {
            case Structure structure -> members(structure);
            case List<?> list
            when shape instanceof Shape.ListOf of -> {
                Shape element = of.element().get();
                list.forEach(each -> member("member", each, element));
            }
            case Map<?, ?> map
            when shape instanceof Shape.MapOf of -> {
                Shape element = of.value().get();
                map.forEach((key, each) -> {
                    xml.append("<entry>");
                    element("key", key, of.key());
                    member("value", each, element);
                    xml.append("</entry>");
                });
            }
            case byte[] bytes -> xml.append(Base64.getEncoder().encodeToString(bytes));
            case Instant instant -> xml.append(TextValues.time(instant, shape));
            default -> xml.append(XmlText.of(String.valueOf(value)));
        }
    }

    private void members(Structure structure) {
        List<Member> members = structure.shape().members();
        @Nullable Object[] values = structure.values();
        for (int i = 0; i < values.length; i++) {
            Member member = members.get(i);
            member(member.wireName(), values[i], member.shape().get());
        }
    }

    private void member(String name, @Nullable Object value, Shape shape) {
        if (value != null) {
            element(name, value, shape);
        }
    }
}
