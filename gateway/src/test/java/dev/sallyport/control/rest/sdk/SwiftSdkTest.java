package dev.sallyport.control.rest.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.snapshot.TestApi;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The generated Swift client. There is no compiler for it here: a small lexer holds what can be held without types. */
class SwiftSdkTest {

    private static final Map<String, String> PARAMETERS = Map.of("classPrefix", "SC");

    private static final Pattern TOKEN = Pattern.compile(
            "//[^\\n]*|\\s+|\"(?:[^\"\\\\\\n]|\\\\(?:[0\\\\tnr\"']|u\\{[0-9a-fA-F]{1,8}\\}))*\"|`[A-Za-z_]\\w*`|#?[A-Za-z_]\\w*"
                    + "|[0-9][0-9.]*|[-+*/=<>!&|?:;,.@]|[(){}\\[\\]]");

    private static final Map<String, String> PAIRS = Map.of(")", "(", "}", "{", "]", "[");

    /** Words that declare something; a name follows. */
    private static final Pattern DECLARED = Pattern.compile("\\b(?:func|var|let) (`?\\w+`?)");

    /** Reads a file, and refuses what no Swift has: unknown characters, and brackets that do not pair. */
    private static int lex(String file, String text) {
        Matcher token = TOKEN.matcher(text);
        Deque<String> open = new ArrayDeque<>();
        int at = 0;
        int tokens = 0;
        while (at < text.length()) {
            token.region(at, text.length());
            if (!token.lookingAt()) {
                throw new IllegalArgumentException(
                        file + ": no token at " + text.substring(at, Math.min(text.length(), at + 40)));
            }
            String found = token.group();
            String opener = PAIRS.get(found);
            if (opener != null && (open.isEmpty() || !open.pop().equals(opener))) {
                throw new IllegalArgumentException(file + ": " + found + " closes nothing at " + at);
            }
            if (PAIRS.containsValue(found)) {
                open.push(found);
            }
            at = token.end();
            tokens++;
        }
        if (!open.isEmpty()) {
            throw new IllegalArgumentException(file + ": not closed: " + open);
        }
        return tokens;
    }

    @ParameterizedTest
    @DisplayName("the lexer refuses what is not whole")
    @ValueSource(
            strings = {"func a( {", "let a = \"b", "let a = \"\\q\"", "}", "let a = [(])", "let a = `class", "a § b"})
    void lexer(String text) {
        assertThatThrownBy(() -> lex("x", text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName(
            "16.5: names that clash and all kinds of models: every file is whole, and nothing is declared by a keyword")
    void odd() {
        Map<String, String> files =
                SwiftSdk.generate(OddApi.api("http://h/s"), PARAMETERS).files();

        files.forEach((file, text) -> {
            if (file.endsWith(".swift")) {
                assertThat(lex(file, text)).isGreaterThan(20);
                DECLARED.matcher(text)
                        .results()
                        .map(declared -> declared.group(1))
                        .forEach(name -> assertThat(name)
                                .as(file)
                                .isNotIn("in", "self", "default", "class", "init", "func", "is", "as"));
            }
        });
        assertThat(files.keySet().stream().filter(file -> file.endsWith(".h")))
                .containsExactlyInAnyOrder(
                        "aws-apigateway-ios-swift/generated-src/AWSApiGatewayBridge.h",
                        "aws-apigateway-ios-swift/generated-src/Bridging_Header.h");
        String odd = file(files, "SCOdd.swift");
        assertThat(odd)
                .contains(
                        "public var _class: String?",
                        "public var _description: String?",
                        "public var `default`: String?",
                        "public var `func`: [SCNode]?",
                        "public var fooBar: String?",
                        "public var fooBar2: String?",
                        "\"default\": \"default\",",
                        "\"q\\\"u\\\\(o)*/\\u{0001}te\"",
                        "class func funcJSONTransformer()");
    }

    @Test
    @DisplayName("16.5: every class that is named is one of the package or of AWS's libraries")
    void classes() {
        Map<String, String> files =
                SwiftSdk.generate(OddApi.api("http://h/s"), PARAMETERS).files();
        Set<String> declared = new HashSet<>();
        Set<String> named = new HashSet<>();
        files.forEach((file, text) -> {
            if (file.endsWith(".swift")) {
                Matcher own = Pattern.compile("public class (\\w+): AWS(Model|APIGatewayClient)")
                        .matcher(text);
                assertThat(own.find()).as(file).isTrue();
                assertThat(file).endsWith("/" + own.group(1) + ".swift");
                declared.add(own.group(1));
                Pattern.compile("\\bSC\\w+").matcher(text).results().forEach(each -> named.add(each.group()));
            }
        });

        assertThat(declared).contains("SCPet", "SCPet_owner", "SCPet_owner_address", "SCOddapi1Client");
        assertThat(named).isEqualTo(declared);
    }

    @Test
    @DisplayName("16.5: the client's methods, their parameters by name, and where these go")
    void client() {
        TestApi api = new TestApi("abc123")
                .with(
                        "/",
                        OddApi.method("GET")
                                .parameters(Map.of("querystring.a", true, "header.b", false))
                                .result("Result")
                                .build())
                .with("/", OddApi.method("POST").input("Input").result("Result").build())
                .with("/{a}/{op+}", OddApi.method("GET").result("Tags").build());
        Map<String, String> files = SwiftSdk.generate(SdkFixture.api(api, "http://h/s", "SimpleCalc"), PARAMETERS)
                .files();

        String client = file(files, "SCSimpleCalcClient.swift");
        assertThat(client)
                .contains(
                        "public func rootGet(b: String?, a: String) -> AWSTask<SCResult> {",
                        "var headerParameters: [String: Any] = [",
                        "headerParameters[\"b\"] = b",
                        "queryParameters[\"a\"] = a",
                        "let pathParameters: [String: Any] = [:]",
                        "public func rootPost(body: SCInput) -> AWSTask<SCResult> {",
                        "body: body, responseClass: SCResult.self) as! AWSTask<SCResult>",
                        "public func aOpGet(a: String, op: String) -> AWSTask<NSArray> {",
                        "\"GET\", urlString: \"/{a}/{op}\"",
                        "url: URL(string: \"http://h/s\")",
                        "AWSSignatureV4Signer(");
        assertThat(files.get("aws-apigateway-ios-swift/Podfile")).contains("pod 'AWSAPIGateway', '~> 2.4.7'");
        assertThat(files.get("aws-apigateway-ios-swift/README.md"))
                .contains("client.apiKey", "Bridging_Header.h", "client.rootPost(body: SCInput)");
    }

    private static String file(Map<String, String> files, String name) {
        String text = files.get("aws-apigateway-ios-swift/generated-src/" + name);
        assertThat(text).as(name + " of " + files.keySet()).isNotNull();
        return String.valueOf(text);
    }
}
