package dev.sallyport.pipeline.websocket;

import dev.sallyport.http.ByteName;

/**
 * Where the connections of a stage are: what all of them share, and what holds when another deployment runs.
 *
 * @param apiName the id of the API as it is looked up
 */
public record SocketPlace(
        ByteName apiName, String apiId, String stageName, ConnectionRegistry registry, WebSocketLimits limits) {

    /** Whether it is this stage. */
    boolean isOf(String otherApiId, String otherStageName) {
        return apiId.equals(otherApiId) && stageName.equals(otherStageName);
    }
}
