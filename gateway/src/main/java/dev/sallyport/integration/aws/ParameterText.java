package dev.sallyport.integration.aws;

import dev.sallyport.mapping.QueryString;
import dev.sallyport.mapping.json.JsonText;
import dev.sallyport.mapping.json.JsonTree;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Values of parameters as services' protocols write them (http-api R6.8, R6.9). */
final class ParameterText {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}(\\.\\d{1,9})?");

    private ParameterText() {}

    /** The JSON of a value. */
    static String json(String parameter, String value) throws UnusableParameterException {
        return switch (parameter) {
            case "Time" -> time(parameter, value);
            case "Resources" -> JsonText.of(list(parameter, value));
            case "Data" -> JsonText.quoted(Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
            default -> JsonText.quoted(value);
        };
    }

    /** Seconds since 1970, which may be given as such or as a date of ISO 8601. */
    private static String time(String parameter, String value) throws UnusableParameterException {
        if (NUMBER.matcher(value).matches()) {
            return new BigDecimal(value).toPlainString();
        }
        try {
            Instant time = OffsetDateTime.parse(value).toInstant();
            return BigDecimal.valueOf(time.toEpochMilli(), 3)
                    .stripTrailingZeros()
                    .toPlainString();
        } catch (DateTimeException none) {
            throw unusable(parameter, value);
        }
    }

    /** A list, as JSON or with commas between its elements (R6.5). */
    private static List<String> list(String parameter, String value) throws UnusableParameterException {
        List<String> texts = new ArrayList<>();
        if (!value.stripLeading().startsWith("[")) {
            for (String each : value.split(",", -1)) {
                texts.add(each.strip());
            }
            return texts;
        }
        if (!(JsonTree.parse(value) instanceof List<?> elements)) {
            throw unusable(parameter, value);
        }
        for (Object element : elements) {
            if (!(element instanceof String text)) {
                throw unusable(parameter, value);
            }
            texts.add(text);
        }
        return texts;
    }

    /** The fields of a form that a value is, each with an ampersand before it. */
    static String form(String parameter, String value) throws UnusableParameterException {
        return switch (parameter) {
            case "AttributeNames", "MessageAttributeNames" -> {
                StringBuilder fields = new StringBuilder();
                int i = 1;
                for (String name : list(parameter, value)) {
                    fields.append(field(singular(parameter) + '.' + i++, name));
                }
                yield fields.toString();
            }
            case "MessageAttributes", "MessageSystemAttributes" -> attributes(parameter, value);
            default -> field(parameter, value);
        };
    }

    private static String singular(String parameter) {
        return parameter.substring(0, parameter.length() - 1);
    }

    private static String field(String name, String value) {
        return '&' + name + '=' + QueryString.encode(value, "");
    }

    /** An object of attributes by name, each with DataType and StringValue or BinaryValue, as for the service itself. */
    private static String attributes(String parameter, String value) throws UnusableParameterException {
        if (!(JsonTree.parse(value) instanceof Map<?, ?> attributes)) {
            throw unusable(parameter, value);
        }
        StringBuilder fields = new StringBuilder();
        int i = 1;
        for (Map.Entry<?, ?> attribute : attributes.entrySet()) {
            String prefix = singular(parameter) + '.' + i++;
            fields.append(field(prefix + ".Name", String.valueOf(attribute.getKey())));
            if (!(attribute.getValue() instanceof Map<?, ?> members)) {
                throw unusable(parameter, value);
            }
            for (Map.Entry<?, ?> member : members.entrySet()) {
                if (!(member.getValue() instanceof String text) || !isMember(member.getKey())) {
                    throw unusable(parameter, value);
                }
                fields.append(field(prefix + ".Value." + member.getKey(), text));
            }
        }
        return fields.toString();
    }

    private static boolean isMember(Object name) {
        return name.equals("DataType") || name.equals("StringValue") || name.equals("BinaryValue");
    }

    /** The part of AppConfig's address that a value is, with what comes before it. */
    static String path(String parameter, String value) throws UnusableParameterException {
        return switch (parameter) {
            case "Application" -> segment(parameter, value);
            case "Environment" -> "/environments/" + segment(parameter, value);
            case "Configuration" -> "/configurations/" + segment(parameter, value);
            case "ClientId" -> "?client_id=" + QueryString.encode(value, "");
            case "ClientConfigurationVersion" -> "&client_configuration_version=" + QueryString.encode(value, "");
            default -> throw unusable(parameter, value);
        };
    }

    /** Dots alone would lead elsewhere. */
    private static String segment(String parameter, String value) throws UnusableParameterException {
        if (value.isEmpty() || value.equals(".") || value.equals("..")) {
            throw unusable(parameter, value);
        }
        return QueryString.encode(value, "");
    }

    private static UnusableParameterException unusable(String parameter, String value) {
        String shown = value.length() > 100 ? value.substring(0, 100) + "..." : value;
        return new UnusableParameterException("The parameter " + parameter + " cannot be " + shown);
    }
}
