package dev.sallyport.control;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Connects an AWS SDK client with a control plane without a network. */
final class LoopbackHttp implements SdkHttpClient {

    private final ControlPlane control;

    LoopbackHttp(ControlPlane control) {
        this.control = control;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest execute) {
        WireRequest request = request(execute);
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() {
                return response(control.handle(request));
            }

            @Override
            public void abort() {
                // Nothing to stop: the call runs to its end on the caller's thread.
            }
        };
    }

    private static WireRequest request(HttpExecuteRequest execute) {
        SdkHttpRequest http = execute.httpRequest();
        List<WireRequest.Header> headers = new ArrayList<>();
        http.headers().forEach((name, values) -> values.forEach(v -> headers.add(new WireRequest.Header(name, v))));
        byte[] body = execute.contentStreamProvider()
                .map(provider -> {
                    try (InputStream stream = provider.newStream()) {
                        return stream.readAllBytes();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .orElseGet(() -> new byte[0]);
        return new WireRequest(
                http.method().name(),
                http.encodedPath(),
                http.encodedQueryParameters().orElse(null),
                headers,
                body,
                "127.0.0.1");
    }

    private static HttpExecuteResponse response(WireResponse response) {
        SdkHttpFullResponse.Builder http = SdkHttpFullResponse.builder().statusCode(response.status());
        response.headers().forEach(header -> http.appendHeader(header.name(), header.value()));
        http.putHeader("Content-Length", Integer.toString(response.body().length));
        return HttpExecuteResponse.builder()
                .response(http.build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(response.body())))
                .build();
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
