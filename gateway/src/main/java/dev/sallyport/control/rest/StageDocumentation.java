package dev.sallyport.control.rest;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.Stage;
import dev.sallyport.store.Store;

/** Which documentation version a stage shows (R20.4). */
final class StageDocumentation {

    private StageDocumentation() {}

    /** Makes a stage show a version; stages have no such member yet. */
    static void publish(Store.Writer tx, Call call, String apiId, Stage stage, String version) {
        throw ServiceException.notSupported("stageName of CreateDocumentationVersion");
    }
}
