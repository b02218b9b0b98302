package com.amazonaws.mobileconnectors.apigateway;

import com.google.gson.annotations.SerializedName;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Objects as JSON in the manner of Gson: fields by their SerializedName, nulls left out. */
final class Json {

    private Json() {}

    static Object of(Object value) {
        if (value instanceof Collection) {
            List<Object> list = new ArrayList<>();
            ((Collection<?>) value).forEach(item -> list.add(of(item)));
            return list;
        }
        if (value instanceof Map) {
            Map<String, Object> map = new LinkedHashMap<>();
            ((Map<?, ?>) value).forEach((key, item) -> map.put(key.toString(), of(item)));
            return map;
        }
        if (value.getClass().getName().startsWith("java.")) {
            return value;
        }
        Map<String, Object> map = new LinkedHashMap<>();
        for (Field field : value.getClass().getDeclaredFields()) {
            Object inside = Modifier.isStatic(field.getModifiers()) ? null : get(field, value);
            if (inside != null) {
                map.put(field.getAnnotation(SerializedName.class).value(), of(inside));
            }
        }
        return map;
    }

    private static Object get(Field field, Object owner) {
        try {
            field.setAccessible(true);
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    static Object to(JsonNode json, Type type) {
        if (json == null || json.isNull()) {
            return null;
        }
        if (type instanceof ParameterizedType) {
            ParameterizedType parameterized = (ParameterizedType) type;
            Type[] arguments = parameterized.getActualTypeArguments();
            return Map.class.isAssignableFrom((Class<?>) parameterized.getRawType())
                    ? fill(new LinkedHashMap<>(), json, arguments[1])
                    : fill(new ArrayList<>(), json, arguments[0]);
        }
        Class<?> raw = (Class<?>) type;
        if (raw == String.class || raw == Boolean.class || raw == Integer.class || raw == Long.class
                || raw == BigDecimal.class || raw == Object.class) {
            return JsonMapper.shared().convertValue(json, raw);
        }
        try {
            Object value = raw.getDeclaredConstructor().newInstance();
            if (value instanceof Collection || value instanceof Map) {
                Type[] arguments = ((ParameterizedType) raw.getGenericSuperclass()).getActualTypeArguments();
                return value instanceof Map
                        ? fill(Json.<Map<String, Object>>cast(value), json, arguments[1])
                        : fill(Json.<Collection<Object>>cast(value), json, arguments[0]);
            }
            for (Field field : raw.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    field.set(value, to(json.get(field.getAnnotation(SerializedName.class).value()), field.getGenericType()));
                }
            }
            return value;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> T cast(Object value) {
        return (T) value;
    }

    private static Object fill(Map<String, Object> map, JsonNode json, Type type) {
        json.properties().forEach(entry -> map.put(entry.getKey(), to(entry.getValue(), type)));
        return map;
    }

    private static Object fill(Collection<Object> list, JsonNode json, Type type) {
        json.values().forEach(item -> list.add(to(item, type)));
        return list;
    }
}
