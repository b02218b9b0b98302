package dev.sallyport.mapping.json;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.TypeRef;
import com.jayway.jsonpath.spi.json.AbstractJsonProvider;
import com.jayway.jsonpath.spi.mapper.MappingProvider;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A path that json-path evaluates, on our trees and under our bounds. */
final class LibraryPath extends PathExpression {

    private final JsonPath path;

    LibraryPath(String text) {
        try {
            path = JsonPath.compile(text);
        } catch (InvalidPathException | ArithmeticException | IndexOutOfBoundsException invalid) {
            throw new IllegalArgumentException("no JSON path: " + text + " (" + invalid.getMessage() + ")", invalid);
        }
    }

    @Override
    @Nullable
    Object find(@Nullable Object tree, IntConsumer work) {
        if (tree == null) {
            return MISSING;
        }
        Configuration configuration = Configuration.builder()
                .jsonProvider(new Trees(work))
                .mappingProvider(NoMapping.INSTANCE)
                .build();
        try {
            return path.read(tree, configuration);
        } catch (PathNotFoundException nothing) {
            return MISSING;
        } catch (JsonPathException | ClassCastException unfit) {
            throw new IllegalArgumentException(
                    "the JSON path " + path.getPath() + " fails: " + unfit.getMessage(), unfit);
        }
    }

    /** Our trees, each look at them counted. */
    private static final class Trees extends AbstractJsonProvider {
        private final IntConsumer work;

        Trees(IntConsumer work) {
            this.work = work;
        }

        @Override
        public @Nullable Object getMapValue(Object map, String key) {
            work.accept(1);
            return super.getMapValue(map, key);
        }

        @Override
        public @Nullable Object getArrayIndex(Object list, int index) {
            work.accept(1);
            return super.getArrayIndex(list, index);
        }

        @Override
        public void setArrayIndex(Object array, int index, @Nullable Object newValue) {
            work.accept(1);
            super.setArrayIndex(array, index, newValue);
        }

        @Override
        public @Nullable Object parse(String json) {
            return JsonTree.parse(json);
        }

        @Override
        public Object parse(InputStream json, String charset) {
            throw new UnsupportedOperationException("trees are parsed before");
        }

        @Override
        public String toJson(@Nullable Object tree) {
            return JsonText.of(tree);
        }

        @Override
        public Object createArray() {
            return new ArrayList<@Nullable Object>();
        }

        @Override
        public Object createMap() {
            return new LinkedHashMap<String, @Nullable Object>();
        }
    }

    /** Nothing is asked for as a Java type. */
    private enum NoMapping implements MappingProvider {
        INSTANCE;

        @Override
        public <T> T map(Object source, Class<T> type, Configuration configuration) {
            return type.cast(source);
        }

        @Override
        public <T> T map(Object source, TypeRef<T> type, Configuration configuration) {
            throw new UnsupportedOperationException("nothing is asked for as a type");
        }
    }
}
