package dev.sallyport.control.acm;

import static java.util.Objects.requireNonNull;

import dev.sallyport.control.Call;
import dev.sallyport.model.Certificate;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.Unit;
import dev.sallyport.wire.acm.AddTagsToCertificateRequest;
import dev.sallyport.wire.acm.ListTagsForCertificateRequest;
import dev.sallyport.wire.acm.ListTagsForCertificateResponse;
import dev.sallyport.wire.acm.RemoveTagsFromCertificateRequest;
import dev.sallyport.wire.acm.Tag;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The tags of certificates. */
final class CertificateTags {

    private static final int MAX_TAGS = 50;

    private final AcmServices services;

    CertificateTags(AcmServices services) {
        this.services = services;
    }

    static SortedMap<String, String> of(@Nullable List<Tag> tags) {
        return merged(new TreeMap<>(), tags);
    }

    private static SortedMap<String, String> merged(SortedMap<String, String> before, @Nullable List<Tag> tags) {
        SortedMap<String, String> merged = new TreeMap<>(before);
        for (Tag tag : tags == null ? List.<Tag>of() : tags) {
            String key = requireNonNull(tag.key());
            if (key.startsWith("aws:")) {
                throw AcmErrors.error(
                        "InvalidTagException", "aws: prefixed tag key names are not allowed for external use.");
            }
            merged.put(key, tag.value() == null ? "" : tag.value());
        }
        if (merged.size() > MAX_TAGS) {
            throw AcmErrors.error("TooManyTagsException", "A certificate can have at most " + MAX_TAGS + " tags.");
        }
        return merged;
    }

    Unit add(Call call, AddTagsToCertificateRequest in) {
        return change(call, in.certificateArn(), tags -> merged(tags, in.tags()));
    }

    /** A tag with a value is removed only when it has that value. */
    Unit remove(Call call, RemoveTagsFromCertificateRequest in) {
        return change(call, in.certificateArn(), before -> {
            SortedMap<String, String> rest = new TreeMap<>(before);
            for (Tag tag : requireNonNull(in.tags())) {
                String key = requireNonNull(tag.key());
                if (tag.value() == null || tag.value().equals(rest.get(key))) {
                    rest.remove(key);
                }
            }
            return rest;
        });
    }

    ListTagsForCertificateResponse list(Call call, ListTagsForCertificateRequest in) {
        Certificate certificate = Certificates.find(services.store(), call.scope(), in.certificateArn());
        return ListTagsForCertificateResponse.builder()
                .tags(certificate.tags().entrySet().stream()
                        .map(it -> new Tag(it.getKey(), it.getValue()))
                        .toList())
                .build();
    }

    private Unit change(Call call, @Nullable String arn, UnaryOperator<SortedMap<String, String>> change) {
        return services.store().write(store -> {
            Certificate certificate = Certificates.require(store, call.scope(), arn);
            Certificate changed = certificate.withTags(change.apply(certificate.tags()));
            store.put(Kind.CERTIFICATE, call.scope(), "", changed.arn(), changed);
            return Unit.INSTANCE;
        });
    }
}
