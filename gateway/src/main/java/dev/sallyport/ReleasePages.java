package dev.sallyport;

import dev.sallyport.control.rest.history.History;
import dev.sallyport.edge.OwnPages.Page;
import dev.sallyport.pipeline.StageSnapshot;
import dev.sallyport.store.Store;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The pages about what stages run: their canaries, and the history of their API. */
final class ReleasePages {

    private final CanaryPage canaries;
    private final HistoryPage history;

    /** @param running the snapshots that serve */
    ReleasePages(Supplier<List<StageSnapshot>> running, Store store) {
        this.canaries = new CanaryPage(running);
        this.history = new HistoryPage(new History(store));
    }

    Page answer(String method, String path, @Nullable String query) {
        return path.equals(CanaryPage.PATH) ? canaries.answer(method, query) : history.answer(method, path, query);
    }
}
