package dev.sallyport.iam;

import org.jspecify.annotations.Nullable;

/** Who has which access key. */
public interface Identities {

    /** No key is known. */
    Identities NONE = new Identities() {
        @Override
        public @Nullable Identity atHand(String accessKeyId) {
            return null;
        }

        @Override
        public @Nullable Identity find(String accessKeyId) {
            return null;
        }
    };

    /** The identity when it can be told at once; null also when it must be looked up. Never blocks. */
    @Nullable
    Identity atHand(String accessKeyId);

    /** Whether it is clear at once that there is no such key; false also when it must be looked up. Never blocks. */
    default boolean isUnknown(String accessKeyId) {
        return false;
    }

    /** The identity of an active key; null when there is none. May block. */
    @Nullable
    Identity find(String accessKeyId);
}
