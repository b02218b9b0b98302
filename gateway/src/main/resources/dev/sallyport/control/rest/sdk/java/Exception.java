package {{package}}.model;

import com.amazonaws.SdkBaseException;
import com.amazonaws.opensdk.SdkErrorHttpMetadata;

/** An answer of the API that is no success. */
public class {{service}}Exception extends SdkBaseException {

    private static final long serialVersionUID = 1L;

    public {{service}}Exception(SdkErrorHttpMetadata metadata) {
        super(metadata);
    }
}
