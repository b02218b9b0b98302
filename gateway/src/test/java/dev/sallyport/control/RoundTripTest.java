package dev.sallyport.control;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.Member;
import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Protocol;
import dev.sallyport.wire.Service;
import dev.sallyport.wire.Services;
import dev.sallyport.wire.Shape;
import dev.sallyport.wire.Structure;
import dev.sallyport.wire.Unit;
import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Whatever the shapes of the companion services can hold comes through every protocol that the service speaks. */
class RoundTripTest {

    private static final int TIMES = 40;

    /** A service's operation in one of the service's protocols. */
    record Case(Service service, Operation<?, ?> operation, Protocol protocol) {
        @Override
        public String toString() {
            return service.key() + '.' + operation.name() + ' ' + protocol;
        }
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Service service : Services.all()) {
            for (Operation<?, ?> operation : service.operations()) {
                boolean built =
                        operation.input() != null && !service.protocols().contains(Protocol.REST_JSON);
                for (Protocol protocol : built ? service.protocols() : List.<Protocol>of()) {
                    cases.add(new Case(service, operation, protocol));
                }
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    @DisplayName("companion R2.1, R2.7, R2.11: an input is read as it was written")
    void inputs(Case it) {
        RandomValues random = new RandomValues(it.toString().hashCode());
        Shape.Struct<?> shape = requireNonNull(it.operation().input());
        for (int i = 0; i < TIMES; i++) {
            Structure input = random.structure(shape);
            WireRequest request = request(it, input);
            @Nullable
            Object[] values = InputReader.read(
                    it.protocol(), shape, new PathRouter.Match(it.operation(), Map.of(), Set.of()), request);
            assertThat(json(shape.create().apply(values))).isEqualTo(json(input));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    @DisplayName("companion R2.2, R2.4, R2.7, R2.9, R2.11: an output can be read as it was meant")
    void outputs(Case it) throws Exception {
        RandomValues random = new RandomValues(it.toString().hashCode());
        Shape.Struct<?> shape = requireNonNull(it.operation().output());
        for (int i = 0; i < TIMES; i++) {
            Structure output = random.structure(shape);
            WireResponse response =
                    OutputWriter.write(it.protocol(), it.service(), it.operation(), output, Calls.REQUEST_ID);
            assertThat(response.status()).isEqualTo(200);
            if (output instanceof Unit && it.protocol() != Protocol.QUERY) {
                assertThat(response.body()).isEmpty();
            } else {
                assertThat(json(read(it, shape, response.body()))).isEqualTo(json(output));
            }
        }
    }

    private static String json(Structure structure) {
        return new String(
                JsonBodyWriter.structure(structure, JsonBodyWriter.Times.EPOCH_SECONDS), StandardCharsets.UTF_8);
    }

    private static WireRequest request(Case it, Structure input) {
        return switch (it.protocol()) {
            case AWS_JSON_1_0, AWS_JSON_1_1 ->
                Calls.unsigned("POST", "/").body(json(input)).request();
            case RPC_V2_CBOR ->
                Calls.unsigned("POST", "/").body(CborWriter.structure(input)).request();
            case QUERY -> {
                List<String> pairs =
                        new ArrayList<>(List.of("Action=" + it.operation().name(), "Version=x"));
                members("", input, pairs);
                yield Calls.unsigned("POST", "/").form(String.join("&", pairs)).request();
            }
            case REST_JSON -> throw new AssertionError("not a companion");
        };
    }

    private static Structure read(Case it, Shape.Struct<?> shape, byte[] body) throws Exception {
        @Nullable Object[] values = new @Nullable Object[shape.members().size()];
        switch (it.protocol()) {
            case AWS_JSON_1_0, AWS_JSON_1_1 -> JsonBodyReader.read(body, shape, values);
            case RPC_V2_CBOR -> CborReader.read(body, shape, values);
            case QUERY, REST_JSON -> {
                Element root = DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(body))
                        .getDocumentElement();
                assertThat(root.getTagName()).isEqualTo(it.operation().name() + "Response");
                assertThat(root.getAttribute("xmlns")).isEqualTo(it.service().xmlNamespace());
                Element metadata = requireNonNull(child(root, "ResponseMetadata"));
                assertThat(requireNonNull(child(metadata, "RequestId")).getTextContent())
                        .isEqualTo(Calls.REQUEST_ID);
                Element result = child(root, it.operation().name() + "Result");
                assertThat(result == null).isEqualTo(shape.equals(Unit.SHAPE));
                return result == null ? Unit.INSTANCE : (Structure) requireNonNull(xml(result, shape));
            }
        }
        return shape.create().apply(values);
    }

    private static void members(String prefix, Structure structure, List<String> pairs) {
        List<Member> members = structure.shape().members();
        for (int i = 0; i < members.size(); i++) {
            Object value = structure.values()[i];
            if (value != null) {
                form(prefix + members.get(i).wireName(), value, pairs);
            }
        }
    }

    private static void form(String name, Object value, List<String> pairs) {
        switch (value) {
            case Structure structure -> members(name + '.', structure, pairs);
            case List<?> list
            when !list.isEmpty() -> {
                for (int i = 0; i < list.size(); i++) {
                    form(name + ".member." + (i + 1), requireNonNull(list.get(i)), pairs);
                }
            }
            case Map<?, ?> map
            when !map.isEmpty() -> {
                int i = 0;
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    i++;
                    form(name + ".entry." + i + ".key", requireNonNull(entry.getKey()), pairs);
                    form(name + ".entry." + i + ".value", requireNonNull(entry.getValue()), pairs);
                }
            }
            case List<?> _, Map<?, ?> _ -> pairs.add(name + '=');
            case byte[] bytes ->
                pairs.add(name + '=' + encoded(Base64.getEncoder().encodeToString(bytes)));
            case Instant instant -> pairs.add(name + '=' + encoded(instant.toString()));
            default -> pairs.add(name + '=' + encoded(value.toString()));
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Object xml(Element element, Shape shape) {
        return switch (shape) {
            case Shape.Struct<?> struct -> {
                @Nullable
                Object[] values = new @Nullable Object[struct.members().size()];
                for (int i = 0; i < values.length; i++) {
                    Member member = struct.members().get(i);
                    Element child = child(element, member.wireName());
                    values[i] = child == null ? null : xml(child, member.shape().get());
                }
                yield requireNonNull(struct.create().apply(values));
            }
            case Shape.ListOf list ->
                children(element).stream()
                        .map(each -> xml(each, list.element().get()))
                        .toList();
            case Shape.MapOf map -> {
                Map<String, Object> values = new LinkedHashMap<>();
                for (Element entry : children(element)) {
                    values.put(
                            requireNonNull(child(entry, "key")).getTextContent(),
                            xml(
                                    requireNonNull(child(entry, "value")),
                                    map.value().get()));
                }
                yield values;
            }
            default -> TextValues.read(element.getTextContent(), shape);
        };
    }

    private static @Nullable Element child(Element element, String name) {
        return children(element).stream()
                .filter(it -> it.getTagName().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static List<Element> children(Element element) {
        List<Element> found = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                found.add(child);
            }
        }
        return found;
    }
}
