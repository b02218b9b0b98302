package dev.sallyport.control.rest.usage;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.ApiKey;
import dev.sallyport.model.UsagePlan;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * ImportApiKeys (rest-control-plane 16): a file of API keys in one transaction. A key whose value is known is updated,
 * and comes to the plans of the file besides those that it has.
 */
final class ApiKeyImport {

    private final Store store;
    private final ApiKeys keys;

    ApiKeyImport(Store store, ApiKeys keys) {
        this.store = store;
        this.keys = keys;
    }

    /**
     * What came of a file.
     *
     * @param ids of the keys, created and updated, in the file's order
     * @param warnings what was left out, with the line
     */
    record Result(List<String> ids, List<String> warnings) {}

    /**
     * Imports a file.
     *
     * @throws ServiceException when it is no CSV with the needed columns, or on any warning when warnings shall fail
     */
    Result run(Call call, byte[] body, boolean failOnWarnings) {
        Csv csv = new Csv(text(body));
        Map<String, Integer> columns = ApiKeyRow.columns(csv.next());
        return store.write(tx -> {
            Set<String> ids = new LinkedHashSet<>();
            List<String> warnings = new ArrayList<>();
            for (Csv.Row row = csv.next(); row != null; row = csv.next()) {
                try {
                    ids.add(importKey(tx, call, row.line(), ApiKeyRow.of(row, columns), warnings));
                } catch (ServiceException e) {
                    warnings.add(warning(row.line(), e));
                }
            }
            if (failOnWarnings && !warnings.isEmpty()) {
                throw ServiceException.badRequest(String.join("; ", warnings)); // R16.7
            }
            return new Result(List.copyOf(ids), warnings);
        });
    }

    private String importKey(Store.Writer tx, Call call, int line, ApiKeyRow row, List<String> warnings) {
        ApiKey known = ApiKeys.withValue(tx, call, row.value());
        ApiKey key = known == null ? keys.imported(tx, call, row) : keys.replace(tx, call, changed(known, row));
        for (String planId : row.usagePlanIds()) {
            try {
                UsagePlan plan = UsageLookups.usagePlan(tx, call, planId);
                if (tx.find(Kind.USAGE_PLAN_KEY, call.scope(), planId, key.id()) == null) {
                    UsagePlanKeys.subscribe(tx, call, plan, key.id());
                }
            } catch (ServiceException e) {
                warnings.add(warning(line, e) + ": " + planId);
            }
        }
        return key.id();
    }

    private static ApiKey changed(ApiKey known, ApiKeyRow row) {
        return new ApiKey(
                known.id(),
                known.value(),
                row.name(),
                row.description(),
                known.customerId(),
                row.enabled(),
                known.stageKeys(),
                known.tags(),
                known.createdDate(),
                known.lastUpdatedDate());
    }

    private static String warning(int line, ServiceException refusal) {
        return "Line " + line + ": " + refusal.getMessage();
    }

    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw ServiceException.badRequest("Invalid CSV: the file is not UTF-8");
        }
    }
}
