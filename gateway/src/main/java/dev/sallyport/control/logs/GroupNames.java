package dev.sallyport.control.logs;

import dev.sallyport.control.Call;
import dev.sallyport.model.LogGroup;
import dev.sallyport.model.LogStream;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Names and ARNs of groups and streams, and finding what they name. */
final class GroupNames {

    private static final int MAX_LENGTH = 512;
    private static final String ANY_STREAM = ":*";

    private GroupNames() {}

    /** A name that has passed the model's constraints; 400 when it is too long (R8.5). */
    static String checked(@Nullable String name) {
        String given = Objects.requireNonNull(name, "the model requires the name");
        if (given.length() > MAX_LENGTH) {
            throw LogsErrors.invalidParameter(
                    "Invalid LogGroup or LogStream, both must have length less than or equal to 512.");
        }
        return given;
    }

    /** The group that a call names in one of two ways (R8.5). */
    static String either(Call call, @Nullable String name, @Nullable String identifier) {
        if (name != null && identifier != null) {
            throw LogsErrors.validation("LogGroup name and LogGroup ARN are mutually exclusive parameters.");
        }
        if (name == null && identifier == null) {
            // (inferred) the model requires neither, the documentation one of them.
            throw LogsErrors.validation("Either LogGroup name or LogGroup ARN must be specified.");
        }
        return name != null ? checked(name) : ofIdentifier(call.scope(), Objects.requireNonNull(identifier));
    }

    /** The group's name in a name or an ARN; 400 when the ARN is of elsewhere. */
    static String ofIdentifier(Scope scope, String identifier) {
        if (!identifier.startsWith("arn:")) {
            return checked(identifier);
        }
        String prefix = arn(scope, "");
        if (!identifier.startsWith(prefix)) {
            throw LogsErrors.noGroup();
        }
        String name = identifier.substring(prefix.length());
        return name.endsWith(ANY_STREAM) ? name.substring(0, name.length() - ANY_STREAM.length()) : name;
    }

    /** The group's name in the ARN that tags go by, which does not end with {@code :*}. */
    static String ofResourceArn(Scope scope, @Nullable String arn) {
        String prefix = arn(scope, "");
        if (arn == null || !arn.startsWith(prefix)) {
            throw LogsErrors.noResource();
        }
        return arn.substring(prefix.length());
    }

    /** The ARN of a group, without {@code :*}. */
    static String arn(Scope scope, String group) {
        return "arn:" + scope.partition() + ":logs:" + scope.region() + ':' + scope.account() + ":log-group:" + group;
    }

    /** The ARN that means a group with its streams. */
    static String arnWithStreams(Scope scope, String group) {
        return arn(scope, group) + ANY_STREAM;
    }

    /** The group; 400 when there is none. */
    static LogGroup group(Store.Reader transaction, Scope scope, String name) {
        LogGroup group = transaction.find(Kind.LOG_GROUP, scope, "", name);
        if (group == null) {
            throw LogsErrors.noGroup();
        }
        return group;
    }

    /** The stream of a group that exists; 400 when there is none. */
    static LogStream stream(Store.Reader transaction, Scope scope, String group, String name) {
        LogStream stream = transaction.find(Kind.LOG_STREAM, scope, group, name);
        if (stream == null) {
            throw LogsErrors.noStream();
        }
        return stream;
    }

    static void put(Store.Writer transaction, Scope scope, LogGroup group) {
        transaction.put(Kind.LOG_GROUP, scope, "", group.name(), group);
    }
}
