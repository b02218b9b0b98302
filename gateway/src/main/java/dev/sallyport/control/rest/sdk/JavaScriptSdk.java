package dev.sallyport.control.rest.sdk;

import dev.sallyport.control.rest.sdk.SdkApi.Parameter;
import dev.sallyport.control.rest.sdk.SdkApi.Place;
import dev.sallyport.control.rest.sdk.SdkApi.SdkMethod;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The JavaScript package (openapi-and-sdk 16.3). */
final class JavaScriptSdk {

    private static final List<String> LIBRARIES = List.of(
            "lib/axios/dist/axios.standalone.js",
            "lib/CryptoJS/rollups/hmac-sha256.js",
            "lib/CryptoJS/rollups/sha256.js",
            "lib/CryptoJS/components/hmac.js",
            "lib/CryptoJS/components/enc-base64.js",
            "lib/url-template/url-template.js",
            "lib/apiGatewayCore/sigV4Client.js",
            "lib/apiGatewayCore/apiGatewayClient.js",
            "lib/apiGatewayCore/simpleHttpClient.js",
            "lib/apiGatewayCore/utils.js");

    private JavaScriptSdk() {}

    static Archive generate(SdkApi api, Map<String, String> parameters) {
        Archive archive = new Archive("apiGateway-js-sdk/");
        for (String library : LIBRARIES) {
            archive.copy(library, "javascript/" + library);
        }
        List<Map<String, Object>> methods = methods(api);
        Map<String, Object> values = Map.of(
                "name",
                SdkNames.plain(api.name()),
                "endpoint",
                SdkNames.quoted(api.endpoint()),
                "region",
                SdkNames.quoted(api.region()),
                "libraries",
                LIBRARIES.stream().map(library -> Map.of("file", library)).toList(),
                "methods",
                methods);
        archive.add("README.md", Template.resource("javascript/README.md").render(values));
        if (!methods.isEmpty()) {
            archive.add(
                    "apigClient.js",
                    Template.resource("javascript/apigClient.js").render(values));
        }
        return archive;
    }

    private static List<Map<String, Object>> methods(SdkApi api) {
        Set<String> taken = new HashSet<>(Set.of("newClient"));
        List<Map<String, Object>> methods = new ArrayList<>();
        for (SdkMethod method : api.methods()) {
            List<String> required = method.parameters().stream()
                    .filter(Parameter::required)
                    .map(Parameter::name)
                    .toList();
            methods.add(Map.of(
                    "function",
                    SdkNames.free(SdkNames.pathFirst(method), taken),
                    "verb",
                    method.verb(),
                    "path",
                    SdkNames.quoted(method.path()),
                    "required",
                    SdkNames.quoted(required),
                    "pathParameters",
                    SdkNames.quoted(method.names(Place.PATH)),
                    "queryParameters",
                    SdkNames.quoted(method.names(Place.QUERY)),
                    "headers",
                    SdkNames.quoted(method.names(Place.HEADER))));
        }
        return methods;
    }
}
