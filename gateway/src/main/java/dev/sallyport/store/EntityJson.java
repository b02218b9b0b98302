package dev.sallyport.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;

/**
 * How entities are stored: records as JSON objects, instants as ISO text, members without a value left out. Members that
 * this release does not know are ignored; a collection that is absent comes back empty unless the record allows null.
 *
 * <p>Equal entities are equal text: members and map keys are sorted, nothing is blank. As absent members are left out, a
 * member that a later version adds does not change the {@link #digest} of entities without it; the null of a map's entry
 * stays.
 */
public final class EntityJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .annotationIntrospector(new AbsentCollectionsAreEmpty())
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private EntityJson() {}

    /** Makes the readers of these types, which takes longer than to read with them. */
    public static void prepare(List<Class<?>> types) {
        types.forEach(MAPPER::readerFor);
    }

    /** The text of an entity. */
    public static String write(Object entity) {
        return MAPPER.writeValueAsString(entity);
    }

    /** SHA-256 of an entity's text in UTF-8, lower-case hex: the identity of an entity that never changes. */
    public static String digest(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * The entity of a text.
     *
     * @throws StoreException when the text is none of this type
     */
    public static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JacksonException e) {
            throw new StoreException(
                    "A stored " + type.getSimpleName() + " cannot be read: " + e.getOriginalMessage()
                            + ". Keep a copy of the data folder and restore a backup.",
                    e);
        }
    }

    /** Reads JSpecify's annotations, so that the records need none of Jackson's. */
    private static final class AbsentCollectionsAreEmpty extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        @Override
        public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
            if (annotated instanceof AnnotatedParameter parameter && isNonNullCollection(parameter)) {
                return JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);
            }
            return super.findSetterInfo(config, annotated);
        }

        private static boolean isNonNullCollection(AnnotatedParameter parameter) {
            Class<?> type = parameter.getRawType();
            boolean collection = Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
            return collection
                    && parameter.getOwner().getAnnotated() instanceof Constructor<?> constructor
                    && !constructor.getAnnotatedParameterTypes()[parameter.getIndex()].isAnnotationPresent(
                            Nullable.class);
        }
    }
}
