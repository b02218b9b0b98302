package {{package}}.model;

import com.amazonaws.opensdk.SdkErrorHttpMetadata;

/** An answer that is no success, with the model {{model}}. */
public class {{model}}Exception extends {{service}}Exception {

    private static final long serialVersionUID = 1L;

    private final transient {{model}} result;

    public {{model}}Exception(SdkErrorHttpMetadata metadata, {{model}} result) {
        super(metadata);
        this.result = result;
    }

    /** The body of the answer; null when it is not of the model. */
    public {{model}} getResult() {
        return result;
    }
}
