package dev.sallyport.control.lambda;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.model.FunctionAlias;
import dev.sallyport.model.FunctionVersion;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.Unit;
import dev.sallyport.wire.lambda.AliasConfiguration;
import dev.sallyport.wire.lambda.AliasRoutingConfiguration;
import dev.sallyport.wire.lambda.CreateAliasRequest;
import dev.sallyport.wire.lambda.DeleteAliasRequest;
import dev.sallyport.wire.lambda.GetAliasRequest;
import dev.sallyport.wire.lambda.Lambda;
import dev.sallyport.wire.lambda.ListAliasesRequest;
import dev.sallyport.wire.lambda.ListAliasesResponse;
import dev.sallyport.wire.lambda.UpdateAliasRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Aliases: names for versions, perhaps shared by weight between two (R3.38 to R3.41). */
final class Aliases {

    private static final int PAGE = 10_000;

    private final LambdaServices services;

    Aliases(LambdaServices services) {
        this.services = services;
    }

    void register(OperationRegistry registry) {
        registry.on(Lambda.CREATE_ALIAS, this::create)
                .on(Lambda.GET_ALIAS, this::get)
                .on(Lambda.LIST_ALIASES, this::list)
                .on(Lambda.UPDATE_ALIAS, this::update)
                .on(Lambda.DELETE_ALIAS, this::delete);
    }

    AliasConfiguration create(Call call, CreateAliasRequest input) {
        FunctionAddress address = FunctionAddress.unqualified(call, "CreateAlias", input.functionName());
        String name = requireAliasName(input.name());
        String version = Objects.requireNonNullElse(input.functionVersion(), "");
        return services.store().write(transaction -> {
            Lookups.function(transaction, address);
            if (Lookups.findAlias(transaction, address, name) != null) {
                throw LambdaErrors.conflict("Alias already exists: " + address.arn(name));
            }
            Map<String, Double> weights = weights(input.routingConfig());
            requireTargets(transaction, address, version, weights);
            FunctionAlias alias = new FunctionAlias(
                    address.name(),
                    name,
                    version,
                    Objects.requireNonNullElse(input.description(), ""),
                    weights,
                    services.uuids().get());
            Lookups.put(transaction, address.scope(), alias);
            return configuration(alias, address);
        });
    }

    AliasConfiguration get(Call call, GetAliasRequest input) {
        FunctionAddress address = FunctionAddress.unqualified(call, "GetAlias", input.functionName());
        String name = requireAliasName(input.name());
        return services.store().read(transaction -> {
            Lookups.function(transaction, address);
            return configuration(Lookups.alias(transaction, address, name), address);
        });
    }

    ListAliasesResponse list(Call call, ListAliasesRequest input) {
        FunctionAddress address = FunctionAddress.unqualified(call, "ListAliases", input.functionName());
        String version = input.functionVersion();
        List<FunctionAlias> aliases = services.store().read(transaction -> {
            Lookups.function(transaction, address);
            return transaction.list(Kind.FUNCTION_ALIAS, address.scope(), address.name());
        });
        List<FunctionAlias> wanted = aliases.stream()
                .filter(it -> version == null
                        || it.functionVersion().equals(version)
                        || it.additionalVersionWeights().containsKey(version))
                .sorted(Comparator.comparing(FunctionAlias::name))
                .toList();
        Paging<FunctionAlias> page = Paging.of(wanted, FunctionAlias::name, input.marker(), input.maxItems(), PAGE);
        return ListAliasesResponse.builder()
                .aliases(page.items().stream()
                        .map(it -> configuration(it, address))
                        .toList())
                .nextMarker(page.nextMarker())
                .build();
    }

    /** Only what is given changes; an empty {@code RoutingConfig} removes the weights (R3.41). */
    AliasConfiguration update(Call call, UpdateAliasRequest input) {
        FunctionAddress address = FunctionAddress.unqualified(call, "UpdateAlias", input.functionName());
        String name = requireAliasName(input.name());
        return services.store().write(transaction -> {
            Lookups.function(transaction, address);
            FunctionAlias old = Lookups.alias(transaction, address, name);
            if (input.revisionId() != null && !input.revisionId().equals(old.revisionId())) {
                throw LambdaErrors.staleRevision();
            }
            String version = Objects.requireNonNullElse(input.functionVersion(), old.functionVersion());
            Map<String, Double> weights =
                    input.routingConfig() == null ? old.additionalVersionWeights() : weights(input.routingConfig());
            requireTargets(transaction, address, version, weights);
            FunctionAlias changed = new FunctionAlias(
                    address.name(),
                    name,
                    version,
                    Objects.requireNonNullElse(input.description(), old.description()),
                    weights,
                    services.uuids().get());
            Lookups.put(transaction, address.scope(), changed);
            return configuration(changed, address);
        });
    }

    /** AWS: deleting an alias that is not there succeeds (R3.41). */
    Unit delete(Call call, DeleteAliasRequest input) {
        FunctionAddress address = FunctionAddress.unqualified(call, "DeleteAlias", input.functionName());
        String name = requireAliasName(input.name());
        return services.store().write(transaction -> {
            Lookups.function(transaction, address);
            if (transaction.delete(Kind.FUNCTION_ALIAS, address.scope(), address.name(), name)) {
                transaction.delete(Kind.FUNCTION_POLICY, address.scope(), address.name(), name);
            }
            return Unit.INSTANCE;
        });
    }

    private static String requireAliasName(@Nullable String name) {
        if (name == null || !FunctionAddress.isAliasName(name)) {
            throw LambdaErrors.validation("Value '" + name + "' at 'name' failed to satisfy constraint: Member must "
                    + "satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)");
        }
        return name;
    }

    private static Map<String, Double> weights(@Nullable AliasRoutingConfiguration routing) {
        return routing == null || routing.additionalVersionWeights() == null
                ? Map.of()
                : routing.additionalVersionWeights();
    }

    private static void requireTargets(
            Store.Reader transaction, FunctionAddress address, String version, Map<String, Double> weights) {
        Lookups.version(transaction, address, version);
        if (weights.size() > 1) {
            throw LambdaErrors.invalidParameter("Number of items in AdditionalVersionWeights cannot be greater than 1");
        }
        weights.forEach((other, weight) -> {
            if (weight == null || !(weight >= 0.0 && weight <= 1.0)) {
                throw invalidWeights(
                        other,
                        weight,
                        "value must satisfy constraint: [Member must have value less than "
                                + "or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be "
                                + "null]");
            }
            if (other.equals(version)) {
                throw LambdaErrors.invalidParameter("Invalid function version " + version + ". Function version "
                        + version + " is already included in routing configuration.");
            }
            if (version.equals(FunctionVersion.LATEST) || other.equals(FunctionVersion.LATEST)) {
                throw LambdaErrors.invalidParameter(
                        "$LATEST is not supported for an alias pointing to more than 1 version");
            }
            Lookups.version(transaction, address, other);
        });
    }

    private static RuntimeException invalidWeights(String version, @Nullable Double weight, String problem) {
        return LambdaErrors.validation("Value '{" + version + "=" + weight
                + "}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map " + problem);
    }

    private static AliasConfiguration configuration(FunctionAlias alias, FunctionAddress address) {
        AliasRoutingConfiguration routing = alias.additionalVersionWeights().isEmpty()
                ? null
                : AliasRoutingConfiguration.builder()
                        .additionalVersionWeights(alias.additionalVersionWeights())
                        .build();
        return AliasConfiguration.builder()
                .aliasArn(address.arn(alias.name()))
                .name(alias.name())
                .functionVersion(alias.functionVersion())
                .description(alias.description())
                .routingConfig(routing)
                .revisionId(alias.revisionId())
                .build();
    }
}
