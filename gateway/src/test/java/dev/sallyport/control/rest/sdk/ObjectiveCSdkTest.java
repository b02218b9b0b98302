package dev.sallyport.control.rest.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sallyport.snapshot.TestApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The generated Objective-C client: syntax and types by clang, with headers that stand in for Foundation and AWS's. */
@Timeout(120)
class ObjectiveCSdkTest {

    private static final Map<String, String> PARAMETERS = Map.of("classPrefix", "SIMPLE_CALC");

    @TempDir
    Path folder;

    private static Map<String, String> calc() {
        TestApi api = new TestApi("abc123")
                .with(
                        "/",
                        OddApi.method("GET")
                                .parameters(Map.of("querystring.a", true, "querystring.b", false))
                                .result("Result")
                                .build())
                .with("/", OddApi.method("POST").input("Input").result("Result").build())
                .with("/{a}/{b}/{op+}", OddApi.method("GET").result("Tags").build());
        return ObjectiveCSdk.generate(SdkFixture.api(api, "http://h/s", "SimpleCalc"), PARAMETERS)
                .files();
    }

    @Test
    @DisplayName("16.5: the client's name, and methods whose first argument has no label")
    void client() {
        Map<String, String> files = calc();
        String root = "aws-apigateway-ios/generated-src/";

        assertThat(files.get(root + "SIMPLE_CALCSimpleCalcClient.h"))
                .contains(
                        "@interface SIMPLE_CALCSimpleCalcClient : AWSAPIGatewayClient",
                        "- (AWSTask *)rootGet:(NSString *)a b:(nullable NSString *)b;",
                        "- (AWSTask *)rootPost:(SIMPLE_CALCInput *)body;",
                        "- (AWSTask *)aBOpGet:(NSString *)a b:(NSString *)b op:(NSString *)op;",
                        "+ (instancetype)defaultClient;",
                        "+ (void)registerClientWithConfiguration:(AWSServiceConfiguration *)configuration forKey:");
        assertThat(files.get(root + "SIMPLE_CALCSimpleCalcClient.m"))
                .contains(
                        "[NSURL URLWithString:@\"http://h/s\"]",
                        "AWSSignatureV4Signer",
                        "URLString:@\"/{a}/{b}/{op}\"",
                        "pathParameters[@\"op\"] = op;",
                        "queryParameters[@\"b\"] = b;",
                        "body:body",
                        "responseClass:[SIMPLE_CALCResult class]");
        assertThat(files.get(root + "SIMPLE_CALCResult.m"))
                .contains(
                        "@\"_class\": @\"class\",",
                        "+ (NSValueTransformer *)inputJSONTransformer",
                        "awsmtl_JSONArrayTransformerWithModelClass:[SIMPLE_CALCInput class]");
        assertThat(files.get("aws-apigateway-ios/Podfile")).contains("pod 'AWSAPIGateway', '~> 2.4.7'");
        assertThat(files.get("aws-apigateway-ios/README.md")).contains("client.APIKey", "AWSServiceManager");
    }

    @Test
    @DisplayName("16.5: names that clash and all kinds of models pass clang without a warning")
    void compiles() throws Exception {
        assumeTrue(SdkFixture.installed("clang", "--version"), "clang is not installed");
        SdkFixture.unpack(ObjectiveCSdk.generate(OddApi.api("http://h/s"), PARAMETERS), folder);
        SdkFixture.copyResources("/sdk/objectivec", folder.resolve("stubs"));

        clang(folder.resolve("aws-apigateway-ios/generated-src"), ".m");
    }

    @Test
    @DisplayName("16.5: Swift's bridging header passes clang, too")
    void bridge() throws Exception {
        assumeTrue(SdkFixture.installed("clang", "--version"), "clang is not installed");
        SdkFixture.unpack(SwiftSdk.generate(OddApi.api("http://h/s"), PARAMETERS), folder);
        SdkFixture.copyResources("/sdk/objectivec", folder.resolve("stubs"));

        clang(folder.resolve("aws-apigateway-ios-swift/generated-src"), ".h");
    }

    private void clang(Path sources, String suffix) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "clang",
                "-fsyntax-only",
                "-x",
                "objective-c",
                "-fobjc-arc",
                "-fblocks",
                "-fobjc-runtime=macosx-10.15",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-Wno-pragma-once-outside-header",
                "-isystem",
                "stubs",
                "-I",
                sources.toString()));
        try (Stream<Path> files = Files.list(sources)) {
            files.map(Path::toString)
                    .filter(file -> file.endsWith(suffix))
                    .sorted()
                    .forEach(command::add);
        }
        assertThat(command).anyMatch(argument -> argument.endsWith(suffix));
        SdkFixture.run(folder, Map.of(), command);
    }
}
