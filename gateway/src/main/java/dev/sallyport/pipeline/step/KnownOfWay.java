package dev.sallyport.pipeline.step;

import dev.sallyport.iam.Facts;
import dev.sallyport.model.VpcEndpoint;
import dev.sallyport.pipeline.StageSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What audits know of all requests that come by one way (AUT-70, AUT-71): which of the keys that tell of networks they have,
 * and the values of those that are the same for all of them.
 *
 * @param isPrivate whether the way leads by VPC endpoints
 * @param endpoint by which they come; null when it may be any, or none
 */
record KnownOfWay(boolean isPrivate, @Nullable VpcEndpoint endpoint) implements Facts {

    /** All requests of a stage. */
    static KnownOfWay to(StageSnapshot stage) {
        return new KnownOfWay(stage.isPrivate(), null);
    }

    @Override
    public @Nullable List<String> values(String key) {
        if (endpoint == null) {
            return null;
        }
        return switch (key) {
            case "aws:sourcevpc" -> List.of(endpoint.vpcId());
            case "aws:sourcevpce" -> List.of(endpoint.id());
            default -> null;
        };
    }

    @Override
    public boolean knows(String key) {
        return switch (key) {
            case "aws:sourcevpc", "aws:sourcevpce" -> !isPrivate || endpoint != null;
            case "aws:vpcsourceip" -> !isPrivate;
            case "aws:sourceip" -> isPrivate;
            default -> false;
        };
    }
}
