package dev.sallyport.pipeline;

import dev.sallyport.iam.Policy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step that decides who may call a method, and can tell an operator who that is. */
public interface Guard extends Step {

    /**
     * Who gets past the step. Asked for by audits, never for a request; the answer comes from what the step itself holds.
     *
     * @param stage that runs the step
     * @param method whose plan has the step
     * @return not empty
     */
    List<Admission> admits(StageSnapshot stage, MethodPlan method);

    /** The API's resource policy, when the step asks it; otherwise null. For audits alone. */
    default @Nullable Policy resourcePolicy() {
        return null;
    }

    /**
     * Who gets past a guard.
     *
     * @param type of the guard
     * @param who is let in, for people
     */
    record Admission(Type type, String who) {}

    /** What guards methods. */
    enum Type {
        /** Nobody gets in: the method answers every request with an error. */
        CLOSED(false),
        /** The VPC endpoints of a private API: nobody comes to it by any other way. */
        VPC_ENDPOINT(false),
        /** The API's resource policy, where it lets nobody in who has shown nothing, or only some. */
        RESOURCE_POLICY(false),
        /** The API's resource policy, where it keeps nobody out by itself. */
        OPEN_RESOURCE_POLICY(true),
        AWS_IAM(false),
        TOKEN(false),
        REQUEST(false),
        COGNITO_USER_POOLS(false),
        JWT(false),
        API_KEY(false);

        private final boolean open;

        Type(boolean open) {
            this.open = open;
        }

        /** Whether clients get past it that show nothing, wherever they call from. */
        public boolean isOpen() {
            return open;
        }
    }
}
