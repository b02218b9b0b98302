package dev.sallyport.cli.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The code of the pet store's functions, zipped as Lambda wants it. */
final class PetFunctions {

    /** Stands in the code for what a version of a function says of itself. */
    private static final String RELEASE = "@RELEASE@";

    private PetFunctions() {}

    /** The Node.js function of {@code /pets}, as a Base64 zip. */
    static String list(String release) {
        return zip("index.js", release);
    }

    /** The Python function of {@code /pets/{petId}}, as a Base64 zip. */
    static String show(String release) {
        return zip("pet.py", release);
    }

    private static String zip(String name, String release) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputStream code = PetFunctions.class.getResourceAsStream(name);
                ZipOutputStream zip = new ZipOutputStream(bytes)) {
            if (code == null) {
                throw new IllegalStateException("The demo's " + name + " is missing from the class path");
            }
            String text = new String(code.readAllBytes(), StandardCharsets.UTF_8).replace(RELEASE, release);
            zip.putNextEntry(new ZipEntry(name));
            zip.write(text.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException("The demo's " + name + " cannot be read", e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
