package com.amazonaws.mobileconnectors.apigateway;

import com.amazonaws.mobileconnectors.apigateway.annotation.Operation;
import com.amazonaws.mobileconnectors.apigateway.annotation.Parameter;
import com.amazonaws.mobileconnectors.apigateway.annotation.Service;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/** Reads the annotations of an interface as the AWS Mobile SDK does, and sends what they say. */
public class ApiClientFactory {

    private String apiKey;

    public ApiClientFactory apiKey(String key) {
        apiKey = key;
        return this;
    }

    public <T> T build(Class<T> type) {
        String endpoint = type.getAnnotation(Service.class).endpoint();
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) ->
                invoke(endpoint, method, args == null ? new Object[0] : args)));
    }

    private Object invoke(String endpoint, Method method, Object[] args) throws IOException, InterruptedException {
        Operation operation = method.getAnnotation(Operation.class);
        HttpRequest.Builder request = HttpRequest.newBuilder();
        String path = operation.path();
        StringBuilder query = new StringBuilder();
        String body = null;
        for (int i = 0; i < args.length; i++) {
            Parameter parameter = parameter(method.getParameterAnnotations()[i]);
            if (args[i] == null) {
                continue;
            }
            if (parameter == null) {
                body = JsonMapper.shared().writeValueAsString(Json.of(args[i]));
            } else if (parameter.location().equals("path")) {
                path = path.replaceAll("\\{" + parameter.name() + "\\}", args[i].toString());
            } else if (parameter.location().equals("query")) {
                query.append(query.length() == 0 ? '?' : '&').append(encoded(parameter.name())).append('=')
                        .append(encoded(args[i].toString()));
            } else {
                request.header(parameter.name(), args[i].toString());
            }
        }
        request.uri(URI.create(endpoint + path + query))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .method(
                        operation.method(),
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (apiKey != null) {
            request.header("x-api-key", apiKey);
        }
        HttpResponse<String> response =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() < 200 || response.statusCode() >= 300) {
            throw new ApiClientException(response.statusCode(), response.body());
        }
        return method.getReturnType() == void.class
                ? null
                : Json.to(JsonMapper.shared().readTree(response.body()), method.getReturnType());
    }

    private static Parameter parameter(Annotation[] annotations) {
        for (Annotation annotation : annotations) {
            if (annotation instanceof Parameter) {
                return (Parameter) annotation;
            }
        }
        return null;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
