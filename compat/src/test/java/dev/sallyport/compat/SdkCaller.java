package dev.sallyport.compat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.utils.builder.Buildable;
import software.amazon.awssdk.utils.builder.SdkBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls operations of the SDK by name, with input and answer as JSON in the members' names. */
final class SdkCaller {

    private static final String MODEL = "software.amazon.awssdk.services.apigateway.model.";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ApiGatewayClient client;

    SdkCaller(ApiGatewayClient client) {
        this.client = client;
    }

    /** The answer as SDKs of scripting languages show it: parsed members, status, or error. */
    ObjectNode call(String operation, JsonNode input) {
        try {
            Class<?> requestType = Class.forName(MODEL + operation + "Request");
            SdkPojo builder = (SdkPojo) requestType.getMethod("builder").invoke(null);
            fill(builder, input);
            Object request = ((SdkBuilder<?, ?>) builder).build();
            String name = operation.substring(0, 1).toLowerCase(Locale.ROOT) + operation.substring(1);
            Method method = ApiGatewayClient.class.getMethod(name, requestType);
            SdkPojo response = (SdkPojo) method.invoke(client, request);
            ObjectNode answer = object(response);
            int status = ((software.amazon.awssdk.core.SdkResponse) response)
                    .sdkHttpResponse()
                    .statusCode();
            answer.putObject("ResponseMetadata").put("HTTPStatusCode", status);
            return answer;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof AwsServiceException error) {
                return error(error);
            }
            throw new IllegalStateException(operation + " failed in the SDK", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("No operation " + operation, e);
        }
    }

    private static ObjectNode error(AwsServiceException error) {
        ObjectNode answer = JSON.createObjectNode();
        answer.putObject("Error")
                .put("Code", error.awsErrorDetails().errorCode())
                .put("Message", error.awsErrorDetails().errorMessage());
        answer.putObject("ResponseMetadata").put("HTTPStatusCode", error.statusCode());
        return answer;
    }

    private static void fill(SdkPojo builder, JsonNode input) {
        Map<String, SdkField<?>> fields = new LinkedHashMap<>();
        builder.sdkFields().forEach(field -> fields.put(field.memberName(), field));
        input.forEachEntry((name, value) -> {
            SdkField<?> field = fields.get(name);
            if (field == null) {
                throw new IllegalArgumentException("No member " + name + " in " + builder.getClass());
            }
            field.set(builder, toSdk(field, value));
        });
    }

    private static @Nullable Object toSdk(SdkField<?> field, JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        MarshallingType<?> type = field.marshallingType();
        if (type.equals(MarshallingType.LIST)) {
            SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
            List<@Nullable Object> list = new ArrayList<>();
            value.forEach(element -> list.add(toSdk(member, element)));
            return list;
        }
        if (type.equals(MarshallingType.MAP)) {
            SdkField<?> member = field.getTrait(MapTrait.class).valueFieldInfo();
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            value.forEachEntry((key, element) -> map.put(key, toSdk(member, element)));
            return map;
        }
        if (type.equals(MarshallingType.SDK_POJO)) {
            SdkPojo pojo = field.constructor().get();
            fill(pojo, value);
            return ((Buildable) pojo).build();
        }
        if (type.equals(MarshallingType.STRING)) {
            return value.isString() ? value.stringValue() : value.toString();
        }
        if (type.equals(MarshallingType.INTEGER)) {
            return value.intValue();
        }
        if (type.equals(MarshallingType.BOOLEAN)) {
            return value.booleanValue();
        }
        throw new IllegalArgumentException("Members of type " + type + " are not built by this caller");
    }

    private static ObjectNode object(SdkPojo pojo) {
        ObjectNode node = JSON.createObjectNode();
        for (SdkField<?> field : pojo.sdkFields()) {
            Object value = field.getValueOrDefault(pojo);
            if (value != null && !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap)) {
                node.set(field.memberName(), json(value));
            }
        }
        return node;
    }

    private static JsonNode json(@Nullable Object value) {
        return switch (value) {
            case null -> JSON.nullNode();
            case SdkPojo pojo -> object(pojo);
            case Instant instant -> JSON.valueToTree("datetime");
            case SdkBytes bytes -> JSON.valueToTree(bytes.asUtf8String());
            case List<?> list -> {
                ArrayNode array = JSON.createArrayNode();
                list.forEach(element -> array.add(json(element)));
                yield array;
            }
            case Map<?, ?> map -> {
                ObjectNode object = JSON.createObjectNode();
                map.forEach((key, element) -> object.set(key.toString(), json(element)));
                yield object;
            }
            default -> JSON.valueToTree(value);
        };
    }
}
