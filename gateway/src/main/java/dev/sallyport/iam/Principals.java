package dev.sallyport.iam;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Whom a statement of a resource policy means (R5.15, AUT-62). */
final class Principals {

    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
    private static final Pattern ROOT = Pattern.compile("arn:[a-z-]+:iam::(\\d{12}):root");
    private static final Pattern NAMED = Pattern.compile(
            "arn:[a-z-]+:(?:iam::\\d{12}:(?:user|role)|sts::\\d{12}:(?:assumed-role|federated-user))/[^\\s*?]+");
    private static final Pattern UNIQUE_ID = Pattern.compile("A(?:IDA|ROA)[A-Z0-9]{12,}");
    private static final Pattern SERVICE = Pattern.compile("[a-z0-9.-]+");

    private final boolean negated;
    private boolean everybody;
    private final Set<String> accounts = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> services = new HashSet<>();

    private Principals(boolean negated) {
        this.negated = negated;
    }

    /**
     * Reads principals.
     *
     * @param byKind the values under AWS, Service and so on; everybody is {@code *} under AWS
     * @param negated for NotPrincipal
     * @throws PolicyException for what names nobody that could be: such a Deny would deny nothing
     */
    static Principals of(Map<String, List<String>> byKind, boolean negated) throws PolicyException {
        Principals principals = new Principals(negated);
        for (Map.Entry<String, List<String>> kind : byKind.entrySet()) {
            for (String value : kind.getValue()) {
                principals.add(kind.getKey(), value);
            }
        }
        if (byKind.isEmpty() || (negated && principals.everybody)) {
            throw new PolicyException(negated ? "NotPrincipal means nobody" : "Principal means nobody");
        }
        return principals;
    }

    private void add(String kind, String value) throws PolicyException {
        boolean known = switch (kind) {
            case "AWS" -> addAws(value);
            case "Service" -> addService(value);
            // Nobody signs a request as one of these.
            case "Federated", "CanonicalUser" -> !value.isEmpty() && !value.equals("*");
            default -> false;
        };
        if (!known) {
            throw new PolicyException("the principal " + kind + " " + value + " is not valid");
        }
    }

    private boolean addService(String value) {
        services.add(value);
        return SERVICE.matcher(value).matches();
    }

    private boolean addAws(String value) {
        if (value.equals("*")) {
            everybody = true;
        } else if (ACCOUNT.matcher(value).matches()) {
            accounts.add(value);
        } else if (ROOT.matcher(value).matches()) {
            accounts.add(ROOT.matcher(value).replaceFirst("$1"));
        } else if (NAMED.matcher(value).matches() || UNIQUE_ID.matcher(value).matches()) {
            names.add(value);
        } else {
            return false;
        }
        return true;
    }

    /** For people. */
    String summary() {
        List<String> all = new ArrayList<>();
        if (everybody) {
            all.add("everybody");
        }
        accounts.stream().sorted().forEach(account -> all.add("account " + account));
        names.stream().sorted().forEach(all::add);
        services.stream().sorted().forEach(all::add);
        String listed = all.isEmpty() ? "nobody who can sign" : String.join(", ", all);
        return negated ? "all but " + listed : listed;
    }

    /** What an Allow for these means to somebody. */
    Grant allow(Requester who) {
        Grant named = named(who);
        if (!negated) {
            return named;
        }
        return named == Grant.NONE ? Grant.EVERYBODY : Grant.NONE;
    }

    /** Whether a Deny for these is meant for somebody. */
    boolean deny(Requester who) {
        return negated ? !isSpared(who) : named(who) != Grant.NONE;
    }

    private Grant named(Requester who) {
        Grant grant = everybody ? Grant.EVERYBODY : Grant.NONE;
        if (who.type() == Requester.Type.SERVICE) {
            return services.contains(who.arn()) ? Grant.DIRECT : grant;
        }
        if (who.isSigned()) {
            if (accounts.contains(who.account())) {
                grant = grant.or(who.type() == Requester.Type.ROOT ? Grant.DIRECT : Grant.ACCOUNT);
            }
            if (isRoleNamed(who)) {
                grant = grant.or(Grant.ROLE);
            }
            if (isNamed(who)) {
                grant = grant.or(Grant.DIRECT);
            }
        }
        return grant;
    }

    private boolean isNamed(Requester who) {
        return names.contains(who.arn()) || (who.roleArn() == null && names.contains(who.userId()));
    }

    private boolean isRoleNamed(Requester who) {
        String role = who.roleArn();
        int colon = who.userId().indexOf(':');
        return role != null
                && (names.contains(role)
                        || (colon > 0 && names.contains(who.userId().substring(0, colon))));
    }

    /** AWS: NotPrincipal spares only those whose account, role and session are all listed. */
    private boolean isSpared(Requester who) {
        if (who.type() == Requester.Type.SERVICE) {
            return services.contains(who.arn());
        }
        return who.isSigned()
                && accounts.contains(who.account())
                && (who.type() == Requester.Type.ROOT || isNamed(who))
                && (who.roleArn() == null || isRoleNamed(who));
    }
}
