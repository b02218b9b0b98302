package dev.sallyport.control;

import dev.sallyport.aws.SignatureFailure;
import dev.sallyport.iam.Identity;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who may make which control-plane calls. Thread-safe; may block. */
public interface Guard {

    /** Everybody with any credentials may do everything. */
    Guard NONE = new Guard() {
        @Override
        public @Nullable Identity identify(WireRequest request, Claim claim) {
            return null;
        }

        @Override
        public void permit(@Nullable Identity caller, Attempt attempt, Consumer<String> about) {
            // Everybody may, and nobody asks about what.
        }
    };

    /**
     * Whose call it is.
     *
     * @param claim what the call's credentials say
     * @return null when credentials prove nothing here
     * @throws SignatureFailure when the call is not signed as it should be (companion section 5.2)
     */
    @Nullable
    Identity identify(WireRequest request, Claim claim) throws SignatureFailure;

    /**
     * Lets a call pass, or refuses it.
     *
     * @param caller from {@link #identify}
     * @param about is told the ARN of what the call is about before it is decided
     * @throws ServiceException when the caller may not do that (R3.4)
     */
    void permit(@Nullable Identity caller, Attempt attempt, Consumer<String> about);

    /**
     * What the scope of credentials says, which decided what the call is taken for.
     *
     * @param service the signing name
     */
    record Claim(String accessKeyId, String region, String service) {}
}
