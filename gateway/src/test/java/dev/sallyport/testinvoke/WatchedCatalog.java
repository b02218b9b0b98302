package dev.sallyport.testinvoke;

import dev.sallyport.functions.FunctionCatalog;
import dev.sallyport.model.FunctionVersion;
import dev.sallyport.model.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notes for which source ARNs a permission is asked. */
record WatchedCatalog(FunctionCatalog catalog, List<String> asked) implements FunctionCatalog {

    @Override
    public @Nullable FunctionVersion resolve(Scope scope, String name, @Nullable String qualifier) {
        return catalog.resolve(scope, name, qualifier);
    }

    @Override
    public @Nullable Integer reservedConcurrency(Scope scope, String name) {
        return catalog.reservedConcurrency(scope, name);
    }

    @Override
    public boolean permitsApiGateway(
            Scope scope, String name, @Nullable String qualifier, String sourceArn, String sourceAccount) {
        asked.add(sourceArn);
        return catalog.permitsApiGateway(scope, name, qualifier, sourceArn, sourceAccount);
    }
}
