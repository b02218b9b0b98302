package dev.sallyport.functions.isolation;

import dev.sallyport.functions.process.Enclosure;
import org.jspecify.annotations.Nullable;

/**
 * What holds one process of a function.
 *
 * @param sandboxed its processes have a namespace of their own and end with its first one
 * @param group its control group; who is not sandboxed may leave it, having the gateway's user
 */
record Walls(boolean sandboxed, @Nullable ControlGroup group) implements Enclosure {

    @Override
    public boolean isTight() {
        return sandboxed;
    }

    @Override
    public boolean hasWatcher() {
        return sandboxed;
    }

    @Override
    public boolean ranOutOfMemory() {
        return group != null && group.ranOutOfMemory();
    }

    @Override
    public void kill() {
        if (group != null) {
            group.kill();
        }
    }

    @Override
    public void release() {
        if (group != null) {
            group.remove();
        }
    }
}
