package dev.sallyport.control.acm;

import dev.sallyport.model.DomainName;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.ArrayList;
import java.util.List;

/** Custom domain names use certificates; those of edge-optimized endpoints stand in another Region (companion R7.11). */
public final class DomainNameUsage implements CertificateUsage {

    @Override
    public List<String> of(Store.Reader store, Scope scope, String certificateArn) {
        List<String> users = new ArrayList<>();
        for (Store.Entry<DomainName> entry : store.listAll(Kind.DOMAIN_NAME)) {
            DomainName.Settings settings = entry.entity().settings();
            boolean uses = certificateArn.equals(settings.certificateArn())
                    || certificateArn.equals(settings.regionalCertificateArn())
                    || certificateArn.equals(settings.ownershipVerificationCertificateArn());
            if (uses && entry.scope().account().equals(scope.account())) {
                users.add("arn:" + scope.partition() + ":apigateway:"
                        + entry.scope().region() + "::/domainnames/"
                        + entry.entity().domainName());
            }
        }
        return users;
    }
}
