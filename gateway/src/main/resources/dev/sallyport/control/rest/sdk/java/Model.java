package {{package}}.model;

import com.amazonaws.opensdk.internal.Json;
import com.amazonaws.opensdk.internal.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;

/** The model {{model}} of {{name}}. */
public class {{model}} implements JsonValue {

{{#properties}}
    private {{type}} {{field}};
{{/properties}}
{{#properties}}

    public {{type}} get{{accessor}}() {
        return {{field}};
    }

    public void set{{accessor}}({{accepted}} new{{accessor}}) {
        {{field}} = {{accept}};
    }

    public {{model}} {{field}}({{accepted}} new{{accessor}}) {
        set{{accessor}}(new{{accessor}});
        return this;
    }
{{/properties}}

    /** Reads JSON; null of what is no object. */
    public static {{model}} fromJson(Object json) {
        if (!(json instanceof Map)) {
            return null;
        }
        Map<?, ?> map = Json.map(json);
        {{model}} model = new {{model}}();
{{#properties}}
        model.{{field}} = {{read}};
{{/properties}}
        return model;
    }

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> map = new LinkedHashMap<>();
{{#properties}}
        Json.put(map, {{nameLiteral}}, {{field}});
{{/properties}}
        return map;
    }
}
