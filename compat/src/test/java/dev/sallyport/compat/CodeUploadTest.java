package dev.sallyport.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** Code that is uploaded cannot leave its folder, and cannot fill the disk or the memory. */
final class CodeUploadTest {

    private static final String UNREADABLE =
            "Could not unzip uploaded file. Please check your file, then try to upload again.";
    private static final int UNZIPPED_LIMIT = 262_144_000;

    @RegisterExtension
    static final GatewayProcess GATEWAY = GatewayProcess.with();

    record Upload(String name, SdkBytes zip) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Upload> unreadable() throws IOException {
        byte[] good = TestFunctions.zip(Map.of("index.js", "exports.handler = async () => 1;"));
        byte[] cut = Arrays.copyOf(good, good.length / 2);
        byte[] garbage = new byte[4096];
        new Random(1).nextBytes(garbage);
        return Stream.of(
                new Upload("not a zip", SdkBytes.fromUtf8String("pets")),
                new Upload("garbage", SdkBytes.fromByteArray(garbage)),
                new Upload("cut off", SdkBytes.fromByteArray(cut)),
                new Upload("damaged", SdkBytes.fromByteArray(damaged(good))));
    }

    private static byte[] damaged(byte[] zip) {
        byte[] copy = zip.clone();
        int data = 30 + "index.js".length() + 2;
        copy[data] ^= 0x55;
        copy[data + 1] ^= 0x2A;
        return copy;
    }

    /** R3.11. */
    @ParameterizedTest
    @MethodSource("unreadable")
    void whatCannotBeUnzippedIsRefused(Upload upload) {
        assertRefused(upload.zip().asByteArray(), UNREADABLE);
    }

    /** R3.11. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "../escaped.js",
                "../../../../../../../../tmp/escaped.js",
                "/tmp/sallyport-escaped.js",
                "folder/../../escaped.js",
                "..\\escaped.js",
                "folder/..",
                "nul\u0000l.js"
            })
    void anEntryThatWouldLeaveTheFolderIsRefusedOrStaysInside(String name) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("index.js", "exports.handler = async () => 1;");
        files.put(name, "escaped");
        byte[] zip = TestFunctions.zip(files);
        try {
            GATEWAY.lambda()
                    .createFunction(request -> request.functionName("escape")
                            .runtime("nodejs20.x")
                            .handler("index.handler")
                            .role(TestFunctions.ROLE)
                            .code(code -> code.zipFile(SdkBytes.fromByteArray(zip))));
            new TestFunctions(GATEWAY.lambda()).invoke("escape", "{}");
            GATEWAY.lambda().deleteFunction(request -> request.functionName("escape"));
        } catch (InvalidParameterValueException refused) {
            assertThat(refused.awsErrorDetails().errorMessage()).isEqualTo(UNREADABLE);
        }
        try (Stream<Path> walked = Files.walk(GATEWAY.dataFolder().getParent())) {
            Path code = GATEWAY.dataFolder().resolve("functions");
            assertThat(walked.filter(file -> file.toString().contains("escaped")))
                    .allMatch(file -> file.startsWith(code));
        }
        assertThat(Path.of("/tmp/sallyport-escaped.js")).doesNotExist();
        assertThat(Path.of("/tmp/escaped.js")).doesNotExist();
    }

    /** R3.12: 300 MB of zeros in 300 KB. */
    @Test
    void aZipBombIsRefused() throws IOException {
        assertRefused(
                bomb("zeros.bin", UNZIPPED_LIMIT + 1L),
                "Unzipped size must be smaller than " + UNZIPPED_LIMIT + " bytes");
    }

    /** R3.12: the sizes that a zip declares are not believed. */
    @Test
    void aZipBombThatDeclaresAnotherSizeIsRefused() throws IOException {
        byte[] zip = bomb("zeros.bin", UNZIPPED_LIMIT + 1L);
        int directory = lastIndexOf(zip, new byte[] {'P', 'K', 1, 2});
        for (int i = 0; i < 4; i++) {
            zip[directory + 24 + i] = (byte) (i == 0 ? 100 : 0);
        }
        assertRefused(zip, "Unzipped size must be smaller than " + UNZIPPED_LIMIT + " bytes");
    }

    /** R3.13. */
    @Test
    void aZipOverTheLimitOfUploadsIsRefused() {
        byte[] tooLarge = new byte[52_428_801];
        assertThatThrownBy(() -> create(tooLarge))
                .isInstanceOfSatisfying(
                        LambdaException.class,
                        error -> assertThat(error.statusCode()).isEqualTo(413))
                .hasMessageContaining("must be smaller than");
        assertStillServes();
    }

    private static void assertRefused(byte[] zip, String message) {
        assertThatThrownBy(() -> create(zip))
                .isInstanceOfSatisfying(
                        InvalidParameterValueException.class,
                        refused -> assertThat(refused.awsErrorDetails().errorMessage())
                                .isEqualTo(message));
        assertThatThrownBy(() -> GATEWAY.lambda().getFunction(request -> request.functionName("upload")))
                .isInstanceOf(ResourceNotFoundException.class);
        assertStillServes();
    }

    private static void create(byte[] zip) {
        GATEWAY.lambda()
                .createFunction(request -> request.functionName("upload")
                        .runtime("nodejs20.x")
                        .handler("index.handler")
                        .role(TestFunctions.ROLE)
                        .code(code -> code.zipFile(SdkBytes.fromByteArray(zip))));
    }

    private static void assertStillServes() {
        assertThat(GATEWAY.lambda().listFunctions().functions()).isEmpty();
    }

    private static byte[] bomb(String name, long size) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] zeros = new byte[1 << 20];
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            for (long left = size; left > 0; left -= zeros.length) {
                zip.write(zeros, 0, (int) Math.min(left, zeros.length));
            }
            zip.closeEntry();
        }
        return bytes.toByteArray();
    }

    private static int lastIndexOf(byte[] bytes, byte[] pattern) {
        for (int i = bytes.length - pattern.length; i >= 0; i--) {
            if (Arrays.equals(bytes, i, i + pattern.length, pattern, 0, pattern.length)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no such bytes");
    }
}
