package {{package}}.model;

import com.google.gson.annotations.SerializedName;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** A model of {{name}}. */
public class {{class}} {
{{#properties}}
{{#values}}

    /** A value of {{plain}}. */
    public static final String {{constant}} = {{value}};
{{/values}}
{{/properties}}
{{#properties}}

    @SerializedName({{name}})
    private {{type}} {{field}} = null;
{{/properties}}
{{#properties}}

    /** @return {{plain}} */
    public {{type}} get{{accessor}}() {
        return {{field}};
    }

    /** @param {{field}} the new value of {{plain}} */
    public void set{{accessor}}({{type}} {{field}}) {
        this.{{field}} = {{field}};
    }
{{/properties}}
}
