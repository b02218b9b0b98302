package dev.sallyport.config;

import dev.sallyport.config.Entrances.Endpoint;
import dev.sallyport.config.ValueType.Invalid;
import dev.sallyport.iam.IpRange;
import dev.sallyport.model.VpcEndpoint;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the texts of the settings of {@link Entrances} become values. */
final class EntranceTypes {

    private static final Pattern ENDPOINT =
            Pattern.compile("(vpce-[0-9a-z]{1,32})@(vpc-[0-9a-z]{1,32})(?:\\s*=\\s*(\\S+))?");

    private static final Pattern PROXIES = Pattern.compile("(?:(listen|vpce-[0-9a-z]{1,32})\\s*=\\s*)?(\\S+)");

    private EntranceTypes() {}

    private static String[] items(String text) {
        return text.isBlank() ? new String[0] : text.split(",", -1);
    }

    /** VPC endpoints with where they are listened for. */
    static ValueType<List<Endpoint>> endpoints() {
        return new ValueType<>(
                "VPCE@VPC=HOST:PORT,…",
                "VPCE@VPC=HOST:PORT, several separated by commas, for example"
                        + " vpce-0a1b2c3d@vpc-4e5f6a7b=127.0.0.1:4580",
                text -> {
                    List<Endpoint> endpoints = new ArrayList<>();
                    Map<String, String> vpcs = new HashMap<>();
                    for (String each : items(text)) {
                        Endpoint endpoint = endpoint(each.strip());
                        VpcEndpoint ids = endpoint.endpoint();
                        String vpc = vpcs.putIfAbsent(ids.id(), ids.vpcId());
                        if (vpc != null && !vpc.equals(ids.vpcId())) {
                            throw new Invalid(ids.id() + " belongs to one VPC, not to " + vpc + " and " + ids.vpcId());
                        }
                        if (endpoints.contains(endpoint) || isTaken(endpoints, endpoint.address())) {
                            throw new Invalid(each.strip() + " is an address or an endpoint that is there already");
                        }
                        endpoints.add(endpoint);
                    }
                    return endpoints;
                });
    }

    private static boolean isTaken(List<Endpoint> endpoints, @Nullable InetSocketAddress address) {
        return address != null
                && address.getPort() != 0
                && endpoints.stream().anyMatch(each -> Objects.equals(each.address(), address));
    }

    private static Endpoint endpoint(String text) throws Invalid {
        Matcher matcher = ENDPOINT.matcher(text);
        if (!matcher.matches()) {
            throw new Invalid("");
        }
        String address = matcher.group(3);
        try {
            return new Endpoint(
                    new VpcEndpoint(matcher.group(1), matcher.group(2)),
                    address == null ? null : ValueType.address().parser().parse(address));
        } catch (Invalid wrong) {
            String detail = String.valueOf(wrong.getMessage());
            throw new Invalid("the address of " + matcher.group(1) + " is " + address + ": "
                    + (detail.isEmpty() ? "expected " + ValueType.address().expected() : detail));
        }
    }

    /** Ranges of addresses. */
    static ValueType<List<IpRange>> ranges() {
        return new ValueType<>(
                "CIDR,…",
                "IP addresses and ranges of them, separated by commas, for example 10.0.0.0/8,192.0.2.7,2001:db8::/32",
                text -> {
                    List<IpRange> ranges = new ArrayList<>();
                    for (String each : items(text)) {
                        ranges.add(range(each.strip()));
                    }
                    return ranges;
                });
    }

    /** Ranges of addresses by the entrance that they may connect to. */
    static ValueType<Map<String, List<IpRange>>> proxies() {
        return new ValueType<>(
                "[VPCE=]CIDR,…",
                "IP addresses and ranges of them, separated by commas, for listen or, behind its id, a VPC endpoint, for"
                        + " example 10.0.0.0/8,vpce-0a1b2c3d=10.1.0.0/16",
                text -> {
                    Map<String, List<IpRange>> byEntrance = new LinkedHashMap<>();
                    for (String each : items(text)) {
                        Matcher matcher = PROXIES.matcher(each.strip());
                        if (!matcher.matches()) {
                            throw new Invalid("");
                        }
                        String entrance = matcher.group(1) == null ? Entrances.LISTEN : matcher.group(1);
                        byEntrance
                                .computeIfAbsent(entrance, name -> new ArrayList<>())
                                .add(range(matcher.group(2)));
                    }
                    return byEntrance;
                });
    }

    private static IpRange range(String text) throws Invalid {
        IpRange range = IpRange.parse(text);
        if (range == null) {
            throw new Invalid(
                    text.isEmpty()
                            ? ""
                            : text + " is no IP address and no range of them such as 10.0.0.0/8 or 2001:db8::/32");
        }
        return range;
    }
}
