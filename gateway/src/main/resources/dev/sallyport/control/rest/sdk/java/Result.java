package {{package}}.model;

import com.amazonaws.opensdk.SdkResponseMetadata;

/** What {{verb}} {{path}} answers. */
public class {{result}} {

    private final SdkResponseMetadata metadata;
    private final {{resultType}} result;

    public {{result}}(SdkResponseMetadata metadata, {{resultType}} result) {
        this.metadata = metadata;
        this.result = result;
    }

    /** The body of the answer. */
    public {{resultType}} getResult() {
        return result;
    }

    /** Status and headers of the answer. */
    public SdkResponseMetadata sdkResponseMetadata() {
        return metadata;
    }
}
