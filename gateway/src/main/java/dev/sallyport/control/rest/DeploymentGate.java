package dev.sallyport.control.rest;

import dev.sallyport.model.ApiDocument;
import java.util.List;

/**
 * Says what the data plane cannot do. A draft may hold everything that AWS can store, because no draft ever serves; what
 * a document holds must be enforced, so CreateDeployment asks here and refuses (fail closed).
 */
@FunctionalInterface
public interface DeploymentGate {

    /**
     * What of the document the data plane cannot enforce; empty when it can serve all of it.
     *
     * @return each entry names setting, method and path as a subject, for example {@code authorizationType AWS_IAM of
     *     GET /pets}
     */
    List<String> unsupported(ApiDocument document);
}
